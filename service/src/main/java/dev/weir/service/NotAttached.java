package dev.weir.service;

import dev.weir.Altitude;
import dev.weir.Instance;
import dev.weir.NtStatus;
import dev.weir.manager.InstanceDefinition;
import dev.weir.manager.VolumeObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Why a filter that wants to be on a volume is not there: its altitude or its instance's name is taken. A load succeeds all the same. Where its instance setup declined nothing is said, since that is how a
 * filter chooses its volumes.
 */
final class NotAttached {
    private NotAttached() {}

    /** A line for each volume and instance, with the status, the reason and the remedy. */
    static List<String> of(InstalledFilter filter, Collection<VolumeObject> volumes) {
        List<String> lines = new ArrayList<>();
        for (VolumeObject volume : volumes) {
            for (InstanceDefinition wanted : filter.definition().instances()) {
                if (!wanted.suppressAutomatic()) {
                    explain(filter.name(), wanted, volume, lines);
                }
            }
        }
        return lines;
    }

    /** Refuses filters that are for one volume and would keep one another from it. */
    static void refuseCollisions(Collection<InstalledFilter> filters) throws Refusal {
        Map<Altitude, String> altitudes = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        for (InstalledFilter filter : filters) {
            for (InstanceDefinition wanted : filter.definition().instances()) {
                if (wanted.suppressAutomatic()) {
                    continue;
                }
                String other = altitudes.putIfAbsent(wanted.altitude(), filter.name());
                if (other != null) {
                    throw Refusal.no(
                            NtStatus.FLT_INSTANCE_ALTITUDE_COLLISION,
                            other + " and " + filter.name() + " both want altitude " + wanted.altitude()
                                    + ": give one of them another, --filter NAME@ALTITUDE");
                }
                other = names.putIfAbsent(wanted.name().toLowerCase(Locale.ROOT), filter.name());
                if (other != null) {
                    throw Refusal.no(
                            NtStatus.FLT_INSTANCE_NAME_COLLISION,
                            other + " and " + filter.name() + " both have an instance '" + wanted.name()
                                    + "', and a volume takes a name once: leave one of them out, or change its jar");
                }
            }
        }
    }

    private static void explain(String filter, InstanceDefinition wanted, VolumeObject volume, List<String> lines) {
        String beginning = filter + " is not attached to " + volume.name() + ": ";
        for (Instance other : volume.instances()) {
            boolean isOurs = other.filter().name().equals(filter);
            if (other.name().equalsIgnoreCase(wanted.name())) {
                if (!isOurs) {
                    lines.add(beginning + NtStatus.FLT_INSTANCE_NAME_COLLISION + ": "
                            + other.filter().name() + " has an instance '" + other.name() + "' there: 'weir attach "
                            + filter + " " + volume.name() + " -i NAME -a " + wanted.altitude()
                            + "' gives it another name");
                }
                return;
            }
        }
        for (Instance other : volume.instances()) {
            if (other.altitude().equals(wanted.altitude())) {
                lines.add(beginning + NtStatus.FLT_INSTANCE_ALTITUDE_COLLISION + ": altitude " + wanted.altitude()
                        + " is taken by '" + other.name() + "' of "
                        + other.filter().name() + ": 'weir attach "
                        + filter + " " + volume.name() + " -a ALTITUDE' gives it another");
                return;
            }
        }
    }
}

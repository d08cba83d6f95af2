package dev.weir.manager;

import dev.weir.MajorFunction;
import java.util.ArrayList;
import java.util.List;

/** A volume's stack at one moment: the instances from high to low and, for each major function, those that registered for it. Immutable. */
@SuppressWarnings("EnumOrdinal") // an index into arrays that live no longer than the class
final class CallbackStack {
    private static final MajorFunction[] MAJORS = MajorFunction.values();
    private static final InstanceObject[] NO_PROVIDERS = {};
    static final CallbackStack EMPTY = new CallbackStack(List.of());

    private final List<InstanceObject> instances;
    private final InstanceObject[] nameProviders;
    private final CallbackNode[][] nodes = new CallbackNode[MAJORS.length][];
    private final boolean[] wanted = new boolean[MAJORS.length];
    private final boolean wantsCachedData;
    private final StackLines lines = new StackLines(this);

    /** @param instances highest altitude first */
    CallbackStack(List<InstanceObject> instances) {
        this.instances = List.copyOf(instances);
        this.nameProviders = this.instances.stream()
                .filter(InstanceObject::isNameProvider)
                .toList()
                .toArray(NO_PROVIDERS);
        boolean cached = false;
        for (MajorFunction major : MAJORS) {
            var registered = new ArrayList<CallbackNode>();
            for (InstanceObject instance : this.instances) {
                WatchNode watch = instance.watchNode();
                if (watch != null && isWatched(major)) {
                    registered.add(watch);
                }
                CallbackNode node = instance.node(major);
                if (node != null) {
                    registered.add(node);
                    wanted[major.ordinal()] = true;
                }
            }
            nodes[major.ordinal()] = registered.toArray(CallbackNode.NONE);
            if (major == MajorFunction.READ || major == MajorFunction.WRITE) {
                cached |= registered.stream().anyMatch(CallbackNode::needsEveryRead);
            }
        }
        wantsCachedData = cached;
    }

    List<InstanceObject> instances() {
        return instances;
    }

    /** Who makes names, highest first. */
    InstanceObject[] nameProviders() {
        return nameProviders;
    }

    StackLines lines() {
        return lines;
    }

    CallbackNode[] nodes(MajorFunction major) {
        return nodes[major.ordinal()];
    }

    boolean wants(MajorFunction major) {
        return wanted[major.ordinal()];
    }

    private static boolean isWatched(MajorFunction major) {
        return major != MajorFunction.READ && major != MajorFunction.WRITE && major != MajorFunction.SHUTDOWN;
    }

    boolean wantsCachedData() {
        return wantsCachedData;
    }

    CallbackStack with(InstanceObject instance) {
        var more = new ArrayList<>(instances);
        more.add(instance);
        more.sort((a, b) -> b.altitude().compareTo(a.altitude()));
        return new CallbackStack(more);
    }

    CallbackStack without(InstanceObject instance) {
        var fewer = new ArrayList<>(instances);
        fewer.remove(instance);
        return new CallbackStack(fewer);
    }
}

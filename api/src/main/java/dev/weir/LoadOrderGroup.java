package dev.weir;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/**
 * FltMgr's load-order groups, top of the stack first, with the range of altitudes that each is meant for.
 *
 * <p>A group is policy, not mechanism: the altitude alone decides where an instance stands, and nothing stops a filter from using
 * an altitude of another group. Filters that start together start in the reverse of this order. Source: FltMgr, "Load order groups and altitudes for
 * minifilter drivers" and "Allocated altitudes".
 */
public enum LoadOrderGroup {
    FILTER("Filter", 420000, 429999),
    TOP("FSFilter Top", 400000, 409999),
    SECURITY_MONITOR("FSFilter Security Monitor", 392000, 394999),
    ACTIVITY_MONITOR("FSFilter Activity Monitor", 360000, 389999),
    UNDELETE("FSFilter Undelete", 340000, 349999),
    ANTI_VIRUS("FSFilter Anti-Virus", 320000, 329999),
    REPLICATION("FSFilter Replication", 300000, 309999),
    CONTINUOUS_BACKUP("FSFilter Continuous Backup", 280000, 289999),
    SECURITY_CONTENT_SCREENER("FSFilter Security Content Screener", 272000, 274999),
    CONTENT_SCREENER("FSFilter Content Screener", 260000, 269999),
    QUOTA_MANAGEMENT("FSFilter Quota Management", 240000, 249999),
    SYSTEM_RECOVERY("FSFilter System Recovery", 220000, 229999),
    CLUSTER_FILE_SYSTEM("FSFilter Cluster File System", 200000, 209999),
    HSM("FSFilter HSM", 180000, 189999),
    IMAGING("FSFilter Imaging", 170000, 175000),
    COMPRESSION("FSFilter Compression", 160000, 169999),
    ENCRYPTION("FSFilter Encryption", 140000, 149999),
    VIRTUALIZATION("FSFilter Virtualization", 130000, 139999),
    PHYSICAL_QUOTA_MANAGEMENT("FSFilter Physical Quota Management", 120000, 129999),
    OPEN_FILE("FSFilter Open File", 100000, 109999),
    SECURITY_ENHANCER("FSFilter Security Enhancer", 80000, 89999),
    COPY_PROTECTION("FSFilter Copy Protection", 60000, 69999),
    SECURITY_BOTTOM("FSFilter Security Bottom", 52000, 54999),
    BOTTOM("FSFilter Bottom", 40000, 49999),
    SYSTEM("FSFilter System", 20000, 29999),
    INFRASTRUCTURE("FSFilter Infrastructure", 0, 19999);

    private final String title;
    private final int lowest;
    private final int highest;

    LoadOrderGroup(String title, int lowest, int highest) {
        this.title = title;
        this.lowest = lowest;
        this.highest = highest;
    }

    /** FltMgr's name, such as {@code FSFilter Activity Monitor}. */
    public String title() {
        return title;
    }

    /** Whether the integer part of an altitude lies in this group's range. */
    public boolean contains(Altitude altitude) {
        BigDecimal value = altitude.value();
        return value.compareTo(BigDecimal.valueOf(lowest)) >= 0
                && value.compareTo(BigDecimal.valueOf(highest + 1L)) < 0;
    }

    /** The group of a title or of a constant's name, in any case. */
    public static Optional<LoadOrderGroup> parse(String text) {
        String wanted = text.strip().toUpperCase(Locale.ROOT);
        for (LoadOrderGroup group : values()) {
            String title = group.title.toUpperCase(Locale.ROOT);
            if (wanted.equals(title) || wanted.equals(group.name()) || ("FSFILTER " + wanted).equals(title)) {
                return Optional.of(group);
            }
        }
        return Optional.empty();
    }
}

package dev.weir.manager;

import org.jspecify.annotations.Nullable;

/** What a cached name belongs to. It stays the same object for as long as nothing but the directories above the name changes. */
class NameAnchor {
    /** What was given, last first. Written by whoever finds a name out; a lost write costs only time. */
    volatile @Nullable CachedName cached;
}

package dev.weir.testkit.posix;

import java.util.Set;
import java.util.function.BiConsumer;

/**
 * One rule of POSIX or Linux, and the calls that show whether a volume keeps it.
 *
 * @param name unique: the call, a colon and the rule
 * @param needs without all of which the check is left out
 * @param calls throws {@link CheckFailed} where the rule is broken
 */
record PosixCheck(String name, Set<Need> needs, BiConsumer<Scene, PosixVolume> calls) {}

package dev.weir.manager;

import java.util.function.IntFunction;

/**
 * A volume to be.
 *
 * @param name its name: the mount point, or what the front calls it; unique among volumes that are not detached
 * @param base what is below; the manager closes it
 * @param hooks what the front wants to be told
 * @param programs the command name of a thread id, empty where it is gone
 */
public record VolumeDefinition(String name, BaseFileSystem base, VolumeHooks hooks, IntFunction<String> programs) {}

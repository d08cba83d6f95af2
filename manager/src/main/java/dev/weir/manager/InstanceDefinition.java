package dev.weir.manager;

import dev.weir.Altitude;

/**
 * One instance that a filter's descriptor defines.
 *
 * @param suppressAutomatic flag 0x1: not attached by the manager itself
 * @param suppressManual flag 0x2: not attached on request
 */
public record InstanceDefinition(String name, Altitude altitude, boolean suppressAutomatic, boolean suppressManual) {}

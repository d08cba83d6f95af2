package dev.weir.service.filter;

/**
 * A configuration key that a descriptor declares.
 *
 * @param defaultValue of the type's Java class: String, Boolean, Long or List of String
 */
record KeyDeclaration(String name, KeyType type, Object defaultValue, String description) {}

package dev.weir.manager;

/**
 * Something that a filter should not have done.
 *
 * @param filter whose
 * @param what in words; the same finding is recorded once
 * @param count how often
 * @param detail of the first time: the operation, or the exception with its stack trace
 */
public record Finding(String filter, String what, long count, String detail) {}

package dev.weir.manager;

/** What a volume's operations of one kind came to: how many, how many of them failed, and their time from start to end. */
public record Totals(long count, long failures, long nanos) {}

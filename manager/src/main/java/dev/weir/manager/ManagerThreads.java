package dev.weir.manager;

import java.util.concurrent.Executor;

/**
 * The threads that the manager runs on beside those that start operations: it makes none itself.
 *
 * @param operations goes on with operations that were kept; unbounded, since what it runs may block
 * @param administration runs entry routines, unloads and teardowns, one thread each; unbounded
 */
public record ManagerThreads(Executor operations, Executor administration) {}

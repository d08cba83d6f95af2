package dev.weir.io;

/**
 * What an {@link OwnTask} does.
 *
 * @param <T> what it comes to
 */
@FunctionalInterface
public interface OwnWork<T> {
    T run(OwnIo io) throws Exception;
}

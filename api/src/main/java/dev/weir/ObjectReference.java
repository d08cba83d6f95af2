package dev.weir;

/** A counted reference on an object of the manager's (FltObjectReference). Closing it gives it back; a second close does nothing. */
public interface ObjectReference extends AutoCloseable {
    @Override
    void close();
}

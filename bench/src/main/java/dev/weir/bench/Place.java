package dev.weir.bench;

import java.io.IOException;
import java.nio.file.Path;

/** A directory to measure in: the bare one, or one with a file system in user space on it until it is closed. */
interface Place extends AutoCloseable {
    /** Of one series of figures. */
    String name();

    /** Where programs work. */
    Path directory();

    /** Nothing is mounted there any more when it returns, whatever happened. */
    @Override
    void close() throws IOException;

    /** A directory with nothing on it: what the others are compared with. */
    record Bare(Path directory) implements Place {
        static final String NAME = "bare";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public void close() {}
    }
}

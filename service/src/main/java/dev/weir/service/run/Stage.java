package dev.weir.service.run;

import dev.weir.linux.ChildProgram;
import dev.weir.service.Refusal;
import java.io.IOException;
import java.util.List;

/** A way to put the directory behind a mount for a program. One thread uses it, in the order of the methods. */
interface Stage {

    /** Something to say before the program starts; empty for nothing. */
    default String caveat() {
        return "";
    }

    /**
     * Makes the mount and starts the program, which waits in it until somebody serves the device.
     *
     * @param serving starts to serve a device; called once
     */
    ChildProgram start(Launch program, Serving serving) throws Refusal, IOException, InterruptedException;

    /** The processes that are in the program's namespace, or use the mount; those that must end before it can go. */
    List<Long> members();

    /** Takes the mount away, when there are no members any more; false while somebody else uses it. */
    boolean unmount() throws IOException;

    /** Takes the mount out of the tree whoever uses it; it ends when nobody does any more. */
    void unmountLazily() throws IOException;

    /** Gives it up while it is in use: ends it at once where that can be done here, else takes it out of the tree. */
    default void abandon() throws IOException {
        unmountLazily();
    }

    /** What is known to keep it busy, for people; empty for nothing. */
    default String holders() throws IOException {
        return "";
    }

    /** What serves a mounted device. */
    @FunctionalInterface
    interface Serving {
        void serve(int device) throws Refusal, IOException;
    }
}

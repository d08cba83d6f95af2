package dev.weir.manager;

import dev.weir.Requestor;
import java.util.function.IntFunction;

/** Who asked for an operation, as slots that a front fills. Belongs to its operation. */
public final class RequestorBlock implements Requestor {
    private final IntFunction<String> programs;
    private int thread = -1;
    private int process = -1;
    private int user = -1;
    private int group = -1;

    RequestorBlock(IntFunction<String> programs) {
        this.programs = programs;
    }

    /** Says who asked. A process of -1 stands for unknown: it is the thread's then where that is known. */
    public void set(int threadId, int processId, int userId, int groupId) {
        thread = threadId;
        process = processId;
        user = userId;
        group = groupId;
    }

    /** Nobody is known to have asked. */
    public void clear() {
        set(-1, -1, -1, -1);
    }

    void copyFrom(RequestorBlock other) {
        set(other.thread, other.process, other.user, other.group);
    }

    @Override
    public boolean isKnown() {
        return thread > 0;
    }

    @Override
    public int processId() {
        return process > 0 ? process : thread;
    }

    @Override
    public int threadId() {
        return thread;
    }

    @Override
    public int userId() {
        return user;
    }

    @Override
    public int groupId() {
        return group;
    }

    @Override
    public String program() {
        return thread > 0 ? programs.apply(thread) : "";
    }
}

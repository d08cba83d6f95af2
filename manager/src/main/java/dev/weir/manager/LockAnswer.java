package dev.weir.manager;

/** What F_GETLK answers: the lock in the way, or type F_UNLCK (2). Filled by the base file system, sent by the front. Belongs to its operation. */
public final class LockAnswer {
    public int type = 2;
    public long start;
    public long end;
    public int process;

    LockAnswer() {}

    void copyFrom(LockAnswer other) {
        type = other.type;
        start = other.start;
        end = other.end;
        process = other.process;
    }

    void clear() {
        type = 2;
        start = 0;
        end = 0;
        process = 0;
    }
}

package dev.weir.fuse;

import dev.weir.manager.FileHandleObject;

/** What the front keeps with an open file: how the kernel was told to open it, and whether an abandoned operation still uses it. */
final class HandleState {
    private final int openFlags;
    private int users;
    private boolean released;

    /** @param openFlags the bits FOPEN_ of {@link OpenFlag} that OPEN was answered with */
    HandleState(int openFlags) {
        this.openFlags = openFlags;
    }

    static HandleState of(FileHandleObject handle) {
        if (handle.frontState() instanceof HandleState state) {
            return state;
        }
        synchronized (handle) {
            if (handle.frontState() instanceof HandleState state) {
                return state;
            }
            var state = new HandleState(0);
            handle.frontState(state);
            return state;
        }
    }

    int openFlags() {
        return openFlags;
    }

    /** Whether reads and writes of programs come one by one, past the page cache. */
    boolean isDirect() {
        return (openFlags & OpenFlag.DIRECT_IO) != 0;
    }

    /** Whether mappings go past this process, and reads and writes too unless it {@linkplain #isDirect is direct}. */
    boolean isPassedThrough() {
        return (openFlags & OpenFlag.PASSTHROUGH) != 0;
    }

    synchronized void use() {
        users++;
    }

    /** True where the close was asked for meanwhile and is the caller's to do. */
    synchronized boolean unused() {
        users--;
        return users == 0 && released;
    }

    /** The kernel closes it. True where that can be done now, which it is only once. */
    synchronized boolean release() {
        boolean first = !released;
        released = true;
        return first && users == 0;
    }

    /** Whether the kernel has closed it, or somebody did in its place. */
    synchronized boolean isReleased() {
        return released;
    }
}

package dev.weir.manager;

import dev.weir.FileHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An open file, from a successful open to its CLOSE. Holds one reference on its node.
 *
 * <p>Safe on any thread.
 */
public final class FileHandleObject extends ContextHolder implements FileHandle {
    private static final int ENDED = Integer.MIN_VALUE;

    private final long id;
    private final FileNodeObject node;
    private final int openFlags;
    private final boolean directory;
    private final @Nullable Object base;
    private final int openerThread;
    private final int openerProcess;
    private final int openerUser;
    private final int openerGroup;
    private final @Nullable InstanceObject owner;
    private final AtomicInteger users = new AtomicInteger();
    private volatile @Nullable Object frontState;
    private volatile @Nullable NameLink openedBy;

    FileHandleObject(
            long id,
            FileNodeObject node,
            int openFlags,
            boolean directory,
            @Nullable Object base,
            RequestorBlock opener,
            @Nullable InstanceObject owner) {
        this.id = id;
        this.node = node;
        this.openFlags = openFlags;
        this.directory = directory;
        this.base = base;
        this.owner = owner;
        this.openerThread = opener.threadId();
        this.openerProcess = opener.processId();
        this.openerUser = opener.userId();
        this.openerGroup = opener.groupId();
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public FileNodeObject node() {
        return node;
    }

    @Override
    public int openFlags() {
        return openFlags;
    }

    /** The instance that opened it for itself, so that no front knows it; null for a program's. */
    @Nullable
    InstanceObject owner() {
        return owner;
    }

    /** Whether a filter opened it for itself: no front knows it, and none closes it. */
    public boolean isOwn() {
        return owner != null;
    }

    /** Keeps what is open below until {@link #stopUse}; false where it is closed. */
    boolean tryUse() {
        while (true) {
            int now = users.get();
            if (now < 0) {
                return false;
            }
            if (users.compareAndSet(now, now + 1)) {
                return true;
            }
        }
    }

    /** True where it was closed meanwhile and is the caller's to free. */
    boolean stopUse() {
        return users.decrementAndGet() == ENDED;
    }

    /** Its CLOSE has ended. True where nobody uses it, so that it is the caller's to free. */
    boolean end() {
        return users.getAndAdd(ENDED) == 0;
    }

    public boolean isDirectory() {
        return directory;
    }

    /** What the base file system keeps for this handle; null where a filter answered the open itself, so that nothing is open below. */
    public @Nullable Object base() {
        return base;
    }

    @Override
    public int openerProcessId() {
        return openerProcess;
    }

    @Override
    boolean isOn(VolumeObject volume) {
        return node.isOn(volume);
    }

    @Override
    public String toString() {
        return "handle " + id + " of " + node;
    }

    /** The name that it was opened by; null where none was known. */
    @Nullable
    NameLink openedBy() {
        return openedBy;
    }

    void openedBy(@Nullable NameLink link) {
        openedBy = link;
    }

    /** What the front keeps for this handle; null until set. */
    public @Nullable Object frontState() {
        return frontState;
    }

    public void frontState(@Nullable Object state) {
        frontState = state;
    }

    /** Says that the opener asks, for operations whose true requestor the kernel does not tell. */
    public void copyOpenerTo(RequestorBlock requestor) {
        requestor.set(openerThread, openerProcess, openerUser, openerGroup);
    }
}

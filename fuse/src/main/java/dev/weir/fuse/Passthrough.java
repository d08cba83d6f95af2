package dev.weir.fuse;

import dev.weir.Errno;
import dev.weir.linux.FuseDevice;
import dev.weir.linux.HostFileSystem;
import dev.weir.linux.NativeThread;
import dev.weir.manager.BaseFileSystem;
import dev.weir.manager.FileHandleObject;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The kernel's own way from programs to the files below: registers backing files, and says once why it can't.
 *
 * <p>A backing id must live as long as any open that uses it; after it was given back every new open of the inode with it fails.
 */
final class Passthrough {
    private final Negotiation negotiation;
    private final BaseFileSystem base;
    private final Consumer<String> notices;
    private final AtomicBoolean told = new AtomicBoolean();
    private final AtomicInteger unseen = new AtomicInteger();
    private final AtomicInteger uses = new AtomicInteger();
    private final AtomicInteger keepers = new AtomicInteger();
    private volatile int device = -1;
    private volatile String refusal = "";

    Passthrough(Negotiation negotiation, BaseFileSystem base, Consumer<String> notices) {
        this.negotiation = negotiation;
        this.base = base;
        this.notices = notices;
    }

    /** The descriptor of the connection; before that, and where there is no device, nothing passes through. */
    void device(int descriptor) {
        device = descriptor;
    }

    /**
     * Registers an open file.
     *
     * @return the backing id, or 0: then the file has to be opened in another way
     */
    int open(FileHandleObject handle) {
        if (device < 0 || !refusal.isEmpty() || !(base instanceof HostFileSystem)) {
            return 0;
        }
        if (!negotiation.passesThrough()) {
            refuse(negotiation.passthroughRefusal());
            return 0;
        }
        int id = HostFileSystem.openBacking(handle, device);
        if (id > 0) {
            return id;
        }
        switch (-id) {
            case Errno.EPERM -> refuse("it needs CAP_SYS_ADMIN");
            case Errno.ELOOP -> refuse("the directory below is on a stacked file system itself");
            case Errno.EOPNOTSUPP, Errno.ENOTTY -> refuse("this kernel does not do it");
            default -> {}
        }
        return 0;
    }

    void close(int id) {
        if (id != 0 && device >= 0) {
            FuseDevice.closeBacking(NativeThread.current(), device, id);
        }
    }

    private void refuse(String reason) {
        refusal = reason;
        if (!reason.isEmpty() && told.compareAndSet(false, true)) {
            notices.accept("no passthrough: " + reason + "; reads and writes go through this process");
        }
    }

    /** Why nothing passes through; empty if it does, or was not asked for, or nobody has tried yet. */
    String refusal() {
        return refusal.isEmpty() ? negotiation.passthroughRefusal() : refusal;
    }

    /** No first open of a file passes through from now on, or no longer; calls add up. */
    void keepData(boolean kept) {
        keepers.addAndGet(kept ? 1 : -1);
    }

    /** Whether somebody keeps first opens from passing through. To be asked after {@link #begin}: then whoever keeps them sees the open, or the open sees him. */
    boolean isKept() {
        return keepers.get() > 0;
    }

    /** An open begins that may pass through. */
    void begin() {
        uses.incrementAndGet();
    }

    /** It did not, or it is closed. */
    void end() {
        uses.decrementAndGet();
    }

    /** Whether a file is open in passthrough, or about to be. */
    boolean isUsed() {
        return uses.get() > 0;
    }

    void openedUnseen() {
        unseen.incrementAndGet();
    }

    void closedUnseen() {
        unseen.decrementAndGet();
    }

    /** How many open files' reads and writes are not seen, whoever attaches. */
    int unseen() {
        return unseen.get();
    }
}

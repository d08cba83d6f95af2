package dev.weir;

import dev.weir.context.ContextObject;
import java.util.List;

/** A mounted directory (PFLT_VOLUME). Safe on any thread. */
public interface Volume extends ContextObject {

    /** The number by which commands name it; never used again while the service runs. */
    long id();

    /** Its name: the mount point, or what the front calls it. */
    String name();

    /** The type of the base file system: {@code ext4}, {@code tmpfs}, ... */
    String fileSystemType();

    /** Whether it is unmounted but lives on because files are open (FLTFL_VSI_DETACHED_VOLUME). */
    boolean isDetached();

    /** The instances on it, highest altitude first. */
    List<Instance> instances();
}

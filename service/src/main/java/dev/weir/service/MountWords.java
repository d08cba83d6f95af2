package dev.weir.service;

/** What users are told of the options of a mount; constants, so that help costs no native call. */
public final class MountWords {
    public static final String DATA =
            "passthrough (the default: files that no filter wants the data of go past Weir where the privilege is there), "
                    + "writeback (the kernel collects small writes) or seen (never passthrough).";
    public static final String TRANSPORT =
            "How the kernel's requests come: device (/dev/fuse), io_uring where the kernel offers it, or auto (the default).";
    public static final String TIMEOUT =
            "How long the kernel may believe names and attributes. Unless given: 1, and 60 where changes made underneath are watched.";

    private MountWords() {}
}

package dev.weir;

/** Why an instance is being set up (FLTFL_INSTANCE_SETUP_...). */
public enum InstanceSetupFlag {
    /** By the manager: the filter started, or a volume came. */
    AUTOMATIC_ATTACHMENT,
    /** On request. */
    MANUAL_ATTACHMENT,
    /** The volume was mounted just now. */
    NEWLY_MOUNTED_VOLUME,
    /** The volume is unmounted and lives on because files are open. */
    DETACHED_VOLUME
}

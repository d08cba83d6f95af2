package dev.weir;

/** About a component that a {@link NameProvider} normalizes (FLTFL_NORMALIZE_NAME_...). */
public enum NormalizeFlag {
    /** Names that differ in case are different: always, here. */
    CASE_SENSITIVE,

    /** The name is where something will be: its last component need not be there. */
    DESTINATION_FILE_NAME
}

package dev.weir.operation;

/** {@code statfs}: Asking for the volume's size and free space (statfs). Major function {@link dev.weir.MajorFunction#QUERY_VOLUME_INFORMATION}. */
public non-sealed interface QueryVolume extends Parameters {}

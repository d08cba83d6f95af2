package dev.weir.context;

/** What a context can be on: a {@link dev.weir.Volume}, {@link dev.weir.Instance}, {@link dev.weir.FileNode} or {@link dev.weir.FileHandle}. Implemented by the manager alone. */
public interface ContextObject {}

/** A mounted directory against the bare one: the same calls, the same answers. */
@NullMarked
package dev.weir.fuse.posix;

import org.jspecify.annotations.NullMarked;

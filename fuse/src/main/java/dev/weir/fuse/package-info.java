/** The FUSE front: speaks the kernel's wire protocol on {@code /dev/fuse} and turns its requests into operations. */
@NullMarked
package dev.weir.fuse;

import org.jspecify.annotations.NullMarked;

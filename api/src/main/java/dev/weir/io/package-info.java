/**
 * What a filter does with files itself: its own I/O, which enters the stack below its own instance ({@link dev.weir.io.OwnIo}), never through the mount.
 */
@NullMarked
package dev.weir.io;

import org.jspecify.annotations.NullMarked;

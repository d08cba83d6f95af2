/** System calls of Linux through {@code java.lang.foreign}, and a host directory as a base file system. */
@NullMarked
package dev.weir.linux;

import org.jspecify.annotations.NullMarked;

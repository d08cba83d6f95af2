/** Cancel-safe queue: reads in a directory take their time, and can be given up. */
@NullMarked
package dev.weir.filters.samples.cancelsafe;

import org.jspecify.annotations.NullMarked;

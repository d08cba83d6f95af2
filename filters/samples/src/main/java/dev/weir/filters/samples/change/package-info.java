/** Change tracking: which files programs changed. */
@NullMarked
package dev.weir.filters.samples.change;

import org.jspecify.annotations.NullMarked;

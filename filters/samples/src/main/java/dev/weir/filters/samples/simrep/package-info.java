/** Simulated reparse: a path leads elsewhere. */
@NullMarked
package dev.weir.filters.samples.simrep;

import org.jspecify.annotations.NullMarked;

/** Contexts of each kind: made, found, replaced and counted. */
@NullMarked
package dev.weir.filters.samples.ctx;

import org.jspecify.annotations.NullMarked;

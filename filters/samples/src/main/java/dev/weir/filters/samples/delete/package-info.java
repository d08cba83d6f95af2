/** Deletion tracking: which files are deleted, and when. */
@NullMarked
package dev.weir.filters.samples.delete;

import org.jspecify.annotations.NullMarked;

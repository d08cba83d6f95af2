/** The {@code protect} filter: globs that nobody may change. */
@NullMarked
package dev.weir.filters.protect;

import org.jspecify.annotations.NullMarked;

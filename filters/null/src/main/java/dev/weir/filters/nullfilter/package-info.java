/** The {@code null} filter, which registers nothing. */
@NullMarked
package dev.weir.filters.nullfilter;

import org.jspecify.annotations.NullMarked;

/** The {@code spy} filter: every operation as an event. */
@NullMarked
package dev.weir.filters.spy;

import org.jspecify.annotations.NullMarked;

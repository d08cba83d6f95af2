/** Samples: for each of Microsoft's minifilter samples a filter that shows the same. */
@NullMarked
package dev.weir.filters.samples;

import org.jspecify.annotations.NullMarked;

/** Swap buffers: reads, writes and listings go through memory of the filter's. */
@NullMarked
package dev.weir.filters.samples.swapbuffers;

import org.jspecify.annotations.NullMarked;

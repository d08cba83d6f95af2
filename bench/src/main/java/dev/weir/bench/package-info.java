/** Benchmarks that are run by hand: {@code bench/dispatch}. */
@NullMarked
package dev.weir.bench;

import org.jspecify.annotations.NullMarked;

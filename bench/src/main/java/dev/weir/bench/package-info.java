/** Benchmarks that are run by hand: {@code bench/dispatch}, {@code bench/slow-filter}. */
@NullMarked
package dev.weir.bench;

import org.jspecify.annotations.NullMarked;

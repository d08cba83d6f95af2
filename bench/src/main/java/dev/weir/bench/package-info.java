/**
 * Benchmarks that are run by hand, each by the script of the same name in {@code bench/}; docs/performance.md has what they measure.
 *
 * <p>A benchmark measures {@link dev.weir.bench.Row}s at {@link dev.weir.bench.Place}s in {@link dev.weir.bench.Rounds} and keeps {@link dev.weir.bench.Figures}, which {@link dev.weir.bench.Plots} puts into the page.
 */
@NullMarked
package dev.weir.bench;

import org.jspecify.annotations.NullMarked;

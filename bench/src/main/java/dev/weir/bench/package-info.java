/** JMH benchmarks of the dispatch through the filter manager. */
@NullMarked
package dev.weir.bench;

import org.jspecify.annotations.NullMarked;

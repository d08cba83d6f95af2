/** Scanner: a program looks into files before others may. */
@NullMarked
package dev.weir.filters.samples.scanner;

import org.jspecify.annotations.NullMarked;

/** Control object: a filter that refuses to be unloaded while a program holds its control port open. */
@NullMarked
package dev.weir.filters.samples.cdo;

import org.jspecify.annotations.NullMarked;

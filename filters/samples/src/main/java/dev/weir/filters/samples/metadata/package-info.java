/** Metadata file: a filter keeps a file of its own on each volume open. */
@NullMarked
package dev.weir.filters.samples.metadata;

import org.jspecify.annotations.NullMarked;

/** The {@code passall} filter: sees every operation and all data, and changes nothing. */
@NullMarked
package dev.weir.filters.passall;

import org.jspecify.annotations.NullMarked;

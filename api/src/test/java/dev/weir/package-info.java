/** Tests of the types that filters compile against. */
@NullMarked
package dev.weir;

import org.jspecify.annotations.NullMarked;

/** The sealed hierarchy of what programs do: {@link dev.weir.operation.Parameters}. */
@NullMarked
package dev.weir.operation;

import org.jspecify.annotations.NullMarked;

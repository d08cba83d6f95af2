/** Name changer: a directory appears elsewhere. */
@NullMarked
package dev.weir.filters.samples.namechanger;

import org.jspecify.annotations.NullMarked;

/** Own I/O of filters on a volume in memory. */
@NullMarked
package dev.weir.testkit.ownio;

import org.jspecify.annotations.NullMarked;

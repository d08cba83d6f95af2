/** What programs see of a real mount while filters come and go. */
@NullMarked
package dev.weir.fuse.mounted;

import org.jspecify.annotations.NullMarked;

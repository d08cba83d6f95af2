/** Tests of the filter manager on a stub of a base file system. */
@NullMarked
package dev.weir.manager;

import org.jspecify.annotations.NullMarked;

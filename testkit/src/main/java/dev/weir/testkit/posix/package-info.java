/**
 * What POSIX and Linux promise of a file system, as checks and as random sequences of calls that run on any volume of any front and on a bare directory as the oracle.
 */
@NullMarked
package dev.weir.testkit.posix;

import org.jspecify.annotations.NullMarked;

/** What a filter author tests with: an in-memory volume, a harness for one filter, and checks of POSIX behaviour. */
@NullMarked
package dev.weir.testkit;

import org.jspecify.annotations.NullMarked;

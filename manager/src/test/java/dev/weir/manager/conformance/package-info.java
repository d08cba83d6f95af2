/** The rows of the behavioural reference, each a test with the row's name. */
@NullMarked
package dev.weir.manager.conformance;

import org.jspecify.annotations.NullMarked;

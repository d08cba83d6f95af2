/**
 * The filter verifier: what is put round a filter's callbacks, and round what they are handed, to see rules broken that the manager does not look at.
 *
 * <p>It stands between the filter and the API alone and is chosen when a filter is loaded, so filters that are not verified pay nothing.
 */
@NullMarked
package dev.weir.manager.verify;

import org.jspecify.annotations.NullMarked;

/**
 * The filter manager itself: filters, volumes, instances, and the way of an operation down the stack and up again.
 *
 * <p>A <em>front</em> turns a request into an {@link dev.weir.manager.Operation} and starts it on a {@link dev.weir.manager.VolumeObject}; the manager calls
 * the pre-operation callbacks from high to low, hands it to the {@link dev.weir.manager.BaseFileSystem}, calls the post-operation callbacks from low to high, and gives it back to the {@link
 * dev.weir.manager.OperationOwner}. Administration is {@link dev.weir.manager.Manager}'s. No I/O, and no thread that a caller did not hand in.
 */
@NullMarked
package dev.weir.manager;

import org.jspecify.annotations.NullMarked;

/**
 * All that a minifilter compiles against.
 *
 * <p>A {@link dev.weir.Minifilter} is one class in a jar. Its entry routine registers callbacks with the {@link
 * dev.weir.FilterManager}; the manager attaches an {@link dev.weir.Instance} of it to each {@link dev.weir.Volume} at an {@link
 * dev.weir.Altitude}; every operation then goes down the altitudes through the pre-operation callbacks, is done by the base file
 * system, and comes up again through the post-operation callbacks:
 *
 * <pre>
 *            program: write(2)
 *                 |                             ^
 *   385100  spy      pre   -------------------- post
 *   320000  protect  pre  (COMPLETE: answered here, nobody below sees it)
 *   141000  encrypt  pre   -------------------- post
 *                 v                             |
 *            base file system: the directory below
 * </pre>
 *
 * <p>Callbacks run on the manager's worker threads, several at a time; they may block, which delays that one operation. What a
 * callback gets ({@link dev.weir.CallbackData}, its parameters and buffers) is valid until it returns, unless it pended the
 * operation. Names and semantics are those of Windows' Filter Manager; {@code docs/fltmgr-mapping.md} has the table.
 */
@NullMarked
package dev.weir;

import org.jspecify.annotations.NullMarked;

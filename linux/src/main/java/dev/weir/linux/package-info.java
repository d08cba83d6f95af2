/**
 * Linux from Java: system calls through {@code java.lang.foreign}, with no native code of our own, and the host's
 * directories as a base file system.
 *
 * <p>The calls are static methods grouped by idea ({@code FileCalls}, {@code DirectoryCalls}, ...). Each takes the
 * calling thread's {@link dev.weir.linux.NativeThread} first, addresses and lengths as {@code long}, and returns what
 * the kernel returns: a value that is 0 or more, or a negated {@link dev.weir.Errno}. They throw nothing and put
 * nothing on the Java heap. What is called rarely (mounting, helpers) throws
 * {@link dev.weir.linux.SystemCallException} instead.
 */
@NullMarked
package dev.weir.linux;

import org.jspecify.annotations.NullMarked;

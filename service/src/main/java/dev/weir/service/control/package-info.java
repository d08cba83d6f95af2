/**
 * The control protocol: JSON-RPC 2.0, one message a line, over a Unix socket whose other end is known by its credentials. Both ends of it, and what a verb is;
 * {@code docs/control-protocol.md} has the messages.
 */
@NullMarked
package dev.weir.service.control;

import org.jspecify.annotations.NullMarked;

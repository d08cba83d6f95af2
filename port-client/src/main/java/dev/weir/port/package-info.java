/**
 * What a program talks to a filter's port with: {@link dev.weir.port.PortClient}. Plain JDK sockets; the wire format is in docs/port-protocol.md.
 */
@NullMarked
package dev.weir.port;

import org.jspecify.annotations.NullMarked;

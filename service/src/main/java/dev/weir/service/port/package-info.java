/** Filters' communication ports as Unix sockets: docs/port-protocol.md. */
@NullMarked
package dev.weir.service.port;

import org.jspecify.annotations.NullMarked;

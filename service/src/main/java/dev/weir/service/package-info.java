/**
 * The daemon, and the same without a daemon: installed filters, volumes, and the control socket.
 *
 * <p>{@code Weir} is the entry to both. Filters come in through {@code dev.weir.service.filter}, requests
 * through {@code dev.weir.service.control}; {@code dev.weir.service.run} puts a directory behind filters for one program.
 */
@NullMarked
package dev.weir.service;

import org.jspecify.annotations.NullMarked;

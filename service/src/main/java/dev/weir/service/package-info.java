/** The daemon: installed filters, volumes and the control socket. */
@NullMarked
package dev.weir.service;

import org.jspecify.annotations.NullMarked;

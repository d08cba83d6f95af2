/** The way of a filter's events to those who watch: bounded, never blocking the filter, every loss counted. */
@NullMarked
package dev.weir.service.events;

import org.jspecify.annotations.NullMarked;

/**
 * Filters as they come: a jar with a descriptor, checked and copied, loaded by a class loader of its own, and the proof that the loader
 * is gone.
 */
@NullMarked
package dev.weir.service.filter;

import org.jspecify.annotations.NullMarked;

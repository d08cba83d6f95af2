/** Filters come and go under load, through the whole service: what is left behind is measured. */
@NullMarked
package dev.weir.service.soak;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.weir.manager.verify;

import org.jspecify.annotations.NullMarked;

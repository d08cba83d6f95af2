/**
 * {@code weir run}: a directory behind filters for one program and its children, without a service. Each way to do that is a {@code Stage}: as root a mount namespace in this process, else a
 * user namespace, else a mount that everybody sees.
 */
@NullMarked
package dev.weir.service.run;

import org.jspecify.annotations.NullMarked;

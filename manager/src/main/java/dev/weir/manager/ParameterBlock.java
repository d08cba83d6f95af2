package dev.weir.manager;

import org.jspecify.annotations.Nullable;

/** The parameters of one operation as plain slots; which slot is which parameter is the business of the views and of {@link Requests}. */
final class ParameterBlock {
    final long[] numbers = new long[10];
    final @Nullable Object[] objects = new @Nullable Object[5];

    void copyFrom(ParameterBlock other) {
        System.arraycopy(other.numbers, 0, numbers, 0, numbers.length);
        System.arraycopy(other.objects, 0, objects, 0, objects.length);
    }

    void clearObjects() {
        for (int i = 0; i < objects.length; i++) {
            objects[i] = null;
        }
    }
}

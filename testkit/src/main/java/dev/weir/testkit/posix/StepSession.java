package dev.weir.testkit.posix;

import java.util.Arrays;

/** One volume with the descriptors that a sequence has open there, in numbered places. For one thread. */
final class StepSession {
    static final int PLACES = 6;

    private final PosixVolume volume;
    private final int[] descriptors = new int[PLACES];

    StepSession(PosixVolume volume) {
        this.volume = volume;
        Arrays.fill(descriptors, -1);
    }

    PosixVolume volume() {
        return volume;
    }

    /** -1, which every call answers with EBADF, where nothing is open. */
    int descriptor(int place) {
        return descriptors[place];
    }

    /** Takes a new descriptor over, in the stead of what was open there. The numbers differ between volumes: success is 0. */
    Answer opened(int place, Answer open) {
        if (!open.succeeded()) {
            return open;
        }
        if (descriptors[place] >= 0) {
            volume.close(descriptors[place]);
        }
        descriptors[place] = (int) open.value();
        return Answer.of(0);
    }

    Answer closed(int place) {
        Answer answer = volume.close(descriptors[place]);
        descriptors[place] = -1;
        return answer;
    }

    void closeAll() {
        for (int place = 0; place < PLACES; place++) {
            if (descriptors[place] >= 0) {
                closed(place);
            }
        }
    }
}

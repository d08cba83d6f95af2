package dev.weir.service.control;

import java.io.IOException;

/** A message that is none: not JSON, not an object, too long, cut off. The text goes on after "the message". */
public final class MalformedMessageException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String what) {
        super(what);
    }
}

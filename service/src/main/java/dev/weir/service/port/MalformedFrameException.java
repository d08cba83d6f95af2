package dev.weir.service.port;

/** Bytes that are no frame, or a frame that does not belong here; the connection ends. */
final class MalformedFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedFrameException(String what) {
        super(what);
    }
}

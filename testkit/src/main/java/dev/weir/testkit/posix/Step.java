package dev.weir.testkit.posix;

import java.nio.charset.StandardCharsets;

/**
 * One call of a sequence, with all that it needs. Descriptors are places of a {@link StepSession}, so that a step means the same on every volume.
 *
 * @param place the place of the descriptor, and {@code otherPlace} that of a second one
 * @param number flags, a mode, a user: what the call has beside paths and ranges
 */
record Step(Call call, String path, String other, int place, int otherPlace, long offset, int length, int number) {

    /** Makes the call. */
    Answer on(StepSession session) {
        PosixVolume volume = session.volume();
        int open = session.descriptor(place);
        return switch (call) {
            case OPEN -> session.opened(place, volume.open(path, number, 0644));
            case CLOSE -> session.closed(place);
            case READ -> volume.read(open, offset, length);
            case WRITE -> volume.write(open, offset, content());
            case READ_MAPPED -> volume.readMapped(open, offset, length);
            case WRITE_MAPPED -> volume.writeMapped(open, offset, content());
            case TRUNCATE -> volume.truncate(path, offset);
            case TRUNCATE_OPEN -> volume.truncate(open, offset);
            case ALLOCATE -> volume.allocate(open, number, offset, length);
            case SEEK -> volume.seek(open, offset, number);
            case COPY_RANGE ->
                volume.copyRange(open, offset, session.descriptor(otherPlace), Integer.toUnsignedLong(number), length);
            case SYNC -> volume.sync(open);
            case STAT -> volume.attributes(path);
            case STAT_OPEN -> volume.attributes(open);
            case LIST -> volume.list(path);
            case MAKE_DIRECTORY -> volume.makeDirectory(path, number);
            case REMOVE_DIRECTORY -> volume.removeDirectory(path);
            case MAKE_NODE -> volume.makeNode(path, number);
            case UNLINK -> volume.unlink(path);
            case LINK -> volume.link(path, other);
            case LINK_OPEN -> volume.link(open, path);
            case SYMBOLIC_LINK -> volume.symbolicLink(other, path);
            case READ_LINK -> volume.readLink(path);
            case RENAME -> volume.rename(path, other, number);
            case CHANGE_MODE -> volume.changeMode(path, number);
            case CHANGE_OWNER -> volume.changeOwner(path, number, number);
            case CHANGE_TIMES -> volume.changeTimes(path, number, number);
            case SET_ATTRIBUTE -> volume.setAttribute(path, other, content(), number);
            case GET_ATTRIBUTE -> volume.getAttribute(path, other);
            case REMOVE_ATTRIBUTE -> volume.removeAttribute(path, other);
            case LIST_ATTRIBUTES -> volume.listAttributes(path);
        };
    }

    /** Bytes that tell where they were meant to be, and by which step they came. */
    private byte[] content() {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; at++) {
            bytes[at] = (byte) ('a' + Math.floorMod(number + (offset + at) / 7, 26));
        }
        return bytes;
    }

    @Override
    public String toString() {
        var text = new StringBuilder(call.name());
        if (!path.isEmpty()) {
            text.append(" '")
                    .append(new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                    .append('\'');
        }
        if (!other.isEmpty()) {
            text.append(" '").append(other).append('\'');
        }
        return text.append(" place=")
                .append(place)
                .append('/')
                .append(otherPlace)
                .append(" offset=")
                .append(offset)
                .append(" length=")
                .append(length)
                .append(" number=0x")
                .append(Integer.toHexString(number))
                .toString();
    }
}

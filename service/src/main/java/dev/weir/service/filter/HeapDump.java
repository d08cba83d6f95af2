package dev.weir.service.filter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A heap dump in HotSpot's format (HPROF 1.0.2), indexed: where each object is, and what a class looks like. Up to 2 GiB.
 *
 * <pre>
 *   file:     "JAVA PROFILE 1.0.2" 0, size of an id (4), time (8), records
 *   record:   tag (1), time (4), length (4), body; the heap's records are a sequence of
 *             roots, class dumps (0x20), instances (0x21), arrays of objects (0x22), of primitives (0x23)
 *   instance: id, stack (4), class id, length (4), fields of the class, of its superclass, ...
 * </pre>
 */
final class HeapDump {
    /** A class: its fields are those that it declares itself. */
    record Type(long id, long parent, long loader, List<Field> statics, List<Field> fields) {}

    /** A field; {@code value} is a static reference's. */
    record Field(long name, int type, long value) {}

    private static final int UTF8 = 0x01;
    private static final int LOAD_CLASS = 0x02;
    private static final int HEAP_DUMP = 0x0C;
    private static final int HEAP_DUMP_SEGMENT = 0x1C;
    private static final int CLASS_DUMP = 0x20;
    private static final int INSTANCE = 0x21;
    private static final int OBJECT_ARRAY = 0x22;
    private static final int PRIMITIVE_ARRAY = 0x23;
    private static final int REFERENCE = 2;

    private final ByteBuffer data;
    private final Map<Long, String> texts = new HashMap<>();
    private final Map<Long, Long> classNames = new HashMap<>();
    private final Map<Long, Type> types = new HashMap<>();
    private final LongMap objects = new LongMap();
    private final LongMap roots = new LongMap();

    private HeapDump(ByteBuffer data) {
        this.data = data;
    }

    static HeapDump read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new IOException("the heap is larger than 2 GiB");
            }
            HeapDump dump = new HeapDump(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
            dump.index();
            return dump;
        }
    }

    private void index() throws IOException {
        byte format = data.get();
        while (format != 0) {
            format = data.get();
        }
        if (data.getInt() != Long.BYTES) {
            throw new IOException("ids are not of 8 bytes");
        }
        data.getLong();
        while (data.remaining() >= 9) {
            int tag = data.get() & 0xff;
            data.getInt();
            int end = data.getInt() + data.position();
            switch (tag) {
                case UTF8 -> {
                    long id = data.getLong();
                    byte[] bytes = new byte[end - data.position()];
                    data.get(bytes);
                    texts.put(id, new String(bytes, StandardCharsets.UTF_8));
                }
                case LOAD_CLASS -> {
                    data.getInt();
                    long id = data.getLong();
                    data.getInt();
                    classNames.put(id, data.getLong());
                }
                case HEAP_DUMP, HEAP_DUMP_SEGMENT -> {
                    while (data.position() < end) {
                        heapRecord(data.get() & 0xff);
                    }
                }
                default -> {}
            }
            data.position(end);
        }
    }

    private void heapRecord(int tag) throws IOException {
        switch (tag) {
            case CLASS_DUMP -> classDump();
            case INSTANCE -> {
                object();
                data.getLong();
                skip(data.getInt());
            }
            case OBJECT_ARRAY -> {
                object();
                int count = data.getInt();
                skip(Long.BYTES + count * Long.BYTES);
            }
            case PRIMITIVE_ARRAY -> {
                object();
                int count = data.getInt();
                skip(count * size(data.get()));
            }
            case 0xFF, 0x05, 0x07 -> root(tag, 0);
            case 0x01 -> root(tag, 8);
            case 0x02, 0x03, 0x08 -> root(tag, 8);
            case 0x04, 0x06 -> root(tag, 4);
            default -> throw new IOException("an unknown record in the heap dump: " + tag);
        }
    }

    private void root(int tag, int rest) {
        roots.add(data.getLong(), tag);
        skip(rest);
    }

    /** Notes where an object begins: at its tag. */
    private void object() {
        int at = data.position() - 1;
        objects.add(data.getLong(), at);
        data.getInt();
    }

    private void skip(int bytes) {
        data.position(data.position() + bytes);
    }

    private void classDump() throws IOException {
        long id = data.getLong();
        data.getInt();
        long parent = data.getLong();
        long loader = data.getLong();
        skip(4 * Long.BYTES + 4);
        for (int i = data.getShort(); i > 0; i--) {
            data.getShort();
            skip(size(data.get()));
        }
        List<Field> statics = new ArrayList<>();
        for (int i = data.getShort() & 0xffff; i > 0; i--) {
            long name = data.getLong();
            int type = data.get();
            if (type == REFERENCE) {
                statics.add(new Field(name, type, data.getLong()));
            } else {
                skip(size(type));
            }
        }
        List<Field> fields = new ArrayList<>();
        for (int i = data.getShort() & 0xffff; i > 0; i--) {
            fields.add(new Field(data.getLong(), data.get(), 0));
        }
        types.put(id, new Type(id, parent, loader, statics, fields));
    }

    private static int size(int type) throws IOException {
        return switch (type) {
            case 4, 8 -> 1;
            case 5, 9 -> 2;
            case 6, 10 -> 4;
            case REFERENCE, 7, 11 -> 8;
            default -> throw new IOException("an unknown type in the heap dump: " + type);
        };
    }

    LongMap roots() {
        return roots;
    }

    /** The class loader of a name, 0 where there is none. */
    long loader(String name) throws IOException {
        for (Type type : types.values()) {
            if (type.loader() != 0 && name.equals(string(reference(type.loader(), "name")))) {
                return type.loader();
            }
        }
        return 0;
    }

    private long reference(long object, String field) throws IOException {
        long[] found = {0};
        references(object, (name, id) -> {
            if (name.equals(field)) {
                found[0] = id;
            }
        });
        return found[0];
    }

    /** The text of a String whose characters are bytes (Latin 1); empty otherwise. */
    private String string(long object) throws IOException {
        long at = objects.get(object == 0 ? -1 : object) < 0 ? -1 : objects.get(reference(object, "value"));
        if (at < 0 || data.get((int) at) != PRIMITIVE_ARRAY) {
            return "";
        }
        byte[] bytes = new byte[data.getInt((int) at + 13)];
        data.get((int) at + 18, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The name of the class of an object, or of a class itself. */
    String nameOf(long object) {
        if (types.containsKey(object)) {
            return "class " + className(object);
        }
        long at = objects.get(object);
        return at < 0 || data.get((int) at) != INSTANCE ? "an array" : className(data.getLong((int) at + 13));
    }

    private String className(long type) {
        Long name = classNames.get(type);
        return name == null ? "?" : texts.getOrDefault(name, "?").replace('/', '.');
    }

    /** Tells each object that an object holds strongly, with the field. */
    void references(long object, ObjLongConsumer<String> consumer) throws IOException {
        Type type = types.get(object);
        if (type != null) {
            consumer.accept("its class loader", type.loader());
            consumer.accept("its superclass", type.parent());
            type.statics().forEach(field -> consumer.accept(text(field), field.value()));
            return;
        }
        long found = objects.get(object);
        if (found < 0) {
            return;
        }
        int at = (int) found;
        if (data.get(at) == OBJECT_ARRAY) {
            int count = data.getInt(at + 13);
            for (int i = 0; i < count; i++) {
                consumer.accept("[" + i + "]", data.getLong(at + 25 + i * Long.BYTES));
            }
        } else if (data.get(at) == INSTANCE) {
            fields(at, consumer);
        }
    }

    private void fields(int at, ObjLongConsumer<String> consumer) throws IOException {
        long first = data.getLong(at + 13);
        consumer.accept("its class", first);
        boolean weak = isWeak(first);
        int position = at + 25;
        for (Type type = types.get(first); type != null; type = parent(type)) {
            for (Field field : type.fields()) {
                if (field.type() == REFERENCE && !(weak && text(field).equals("referent"))) {
                    consumer.accept(text(field), data.getLong(position));
                }
                position += size(field.type());
            }
        }
    }

    private @Nullable Type parent(Type type) {
        return types.get(type.parent());
    }

    private boolean isWeak(long id) {
        for (Type type = types.get(id); type != null; type = parent(type)) {
            String name = className(type.id());
            if (name.equals("java.lang.ref.WeakReference")
                    || name.equals("java.lang.ref.SoftReference")
                    || name.equals("java.lang.ref.PhantomReference")) {
                return true;
            }
        }
        return false;
    }

    private String text(Field field) {
        return texts.getOrDefault(field.name(), "?");
    }
}

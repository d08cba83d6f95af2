package dev.weir.manager.conformance;

import static dev.weir.manager.OperationKind.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.CallbackData;
import dev.weir.FileName;
import dev.weir.FileType;
import dev.weir.MajorFunction;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Handed;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationKind;
import dev.weir.manager.OperationOwner;
import dev.weir.manager.Requests;
import dev.weir.operation.Parameters;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each parameter of each kind of operation: what a front sets is what filters read, and what a filter sets is seen below it and not above. */
class ParameterRowsTest {
    private static final FileName NAME = FileName.of("name");
    private static final FileName OTHER = FileName.of("other");
    private static final String ATTRIBUTES =
            "valid=1 mode=2 userId=3 groupId=4 size=5000000000 accessSeconds=6000000000 accessNanos=7"
                    + " modificationSeconds=8000000000 modificationNanos=9";
    private static final String LOCK = "lockOwner=5000000000 start=6000000000 end=7000000000 lockType=1 lockProcess=4";

    /** A request, and its parameters in the order of their declaration. */
    private record Row(Consumer<Operation> request, String parameters) {}

    private final Rig rig = new Rig();
    private final TestFilter high = new TestFilter("high", "3000");
    private final TestFilter middle = new TestFilter("middle", "2000");
    private final TestFilter low = new TestFilter("low", "1000");
    private final FileNodeObject first = node(71);
    private final FileNodeObject second = node(72);
    private final FileNodeObject third = node(73);
    private final FileHandleObject handle = rig.open();

    private FileNodeObject node(long inode) {
        FileNodeObject made = rig.volume.nodes().obtain(1, inode, 0, FileType.REGULAR, "node");
        made.linked(rig.volume.root(), FileName.of("n" + inode));
        return made;
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Row row(OperationKind kind) {
        return switch (kind) {
            case LOOKUP -> new Row(o -> Requests.lookup(o, NAME), "name=name");
            case OPEN -> new Row(o -> Requests.open(o, 1), "flags=1");
            case CREATE -> new Row(o -> Requests.create(o, NAME, 1, 2, 3), "name=name mode=1 umask=2 flags=3");
            case OPENDIR -> new Row(o -> Requests.opendir(o, 1), "flags=1");
            case MKDIR -> new Row(o -> Requests.mkdir(o, NAME, 1, 2), "name=name mode=1 umask=2");
            case MKNOD -> new Row(o -> Requests.mknod(o, NAME, 1, 2, 3), "name=name mode=1 umask=2 device=3");
            case SYMLINK -> new Row(o -> Requests.symlink(o, NAME, OTHER), "name=name target=other");
            case TMPFILE -> new Row(o -> Requests.tmpfile(o, 1, 2, 3), "mode=1 umask=2 flags=3");
            case LINK -> new Row(o -> Requests.link(o, first, NAME), "newParent=n71 newName=name");
            case UNLINK -> new Row(o -> Requests.unlink(o, NAME, first), "name=name removed=n71");
            case RMDIR -> new Row(o -> Requests.rmdir(o, NAME, first), "name=name removed=n71");
            case RENAME ->
                new Row(
                        o -> Requests.rename(o, NAME, first, OTHER, 1, second, third),
                        "name=name newParent=n71 newName=other flags=1 moved=n72 replaced=n73");
            case GETATTR -> new Row(o -> Requests.getattr(o, 1), "mask=1");
            case READLINK -> new Row(Requests::readlink, "");
            case SEEK -> new Row(o -> Requests.lseek(o, 5_000_000_000L, 2), "offset=5000000000 whence=2");
            case TRUNCATE ->
                new Row(
                        o -> Requests.setAttributes(
                                o,
                                OperationKind.TRUNCATE,
                                1,
                                2,
                                3,
                                4,
                                5_000_000_000L,
                                6_000_000_000L,
                                7,
                                8_000_000_000L,
                                9),
                        ATTRIBUTES);
            case CHMOD ->
                new Row(
                        o -> Requests.setAttributes(
                                o,
                                OperationKind.CHMOD,
                                1,
                                2,
                                3,
                                4,
                                5_000_000_000L,
                                6_000_000_000L,
                                7,
                                8_000_000_000L,
                                9),
                        ATTRIBUTES);
            case CHOWN ->
                new Row(
                        o -> Requests.setAttributes(
                                o,
                                OperationKind.CHOWN,
                                1,
                                2,
                                3,
                                4,
                                5_000_000_000L,
                                6_000_000_000L,
                                7,
                                8_000_000_000L,
                                9),
                        ATTRIBUTES);
            case UTIMENS ->
                new Row(
                        o -> Requests.setAttributes(
                                o,
                                OperationKind.UTIMENS,
                                1,
                                2,
                                3,
                                4,
                                5_000_000_000L,
                                6_000_000_000L,
                                7,
                                8_000_000_000L,
                                9),
                        ATTRIBUTES);
            case ALLOCATE ->
                new Row(
                        o -> Requests.fallocate(o, 5_000_000_000L, 6_000_000_000L, 3),
                        "offset=5000000000 rangeLength=6000000000 mode=3");
            case READ -> new Row(o -> Requests.read(o, 5_000_000_000L, 2, 3), "offset=5000000000 byteCount=2 flags=3");
            case WRITE ->
                new Row(o -> Requests.write(o, 5_000_000_000L, 2, 3), "offset=5000000000 byteCount=2 flags=3");
            case COPY_RANGE ->
                new Row(
                        o -> Requests.copyFileRange(o, 5_000_000_000L, handle, 6_000_000_000L, 7_000_000_000L, 4),
                        "offset=5000000000 destination=handle destinationOffset=6000000000 rangeLength=7000000000 flags=4");
            case READDIR -> new Row(o -> Requests.readdir(o, 5_000_000_000L, 2), "offset=5000000000 byteCount=2");
            case FSYNC -> new Row(o -> Requests.fsync(o, true), "dataOnly=true");
            case FSYNCDIR -> new Row(o -> Requests.fsyncdir(o, true), "dataOnly=true");
            case SYNCFS -> new Row(Requests::syncfs, "");
            case FLUSH -> new Row(o -> Requests.closeDescriptor(o, 5_000_000_000L), "lockOwner=5000000000");
            case GETXATTR -> new Row(o -> Requests.getxattr(o, NAME, 1), "name=name byteCount=1");
            case LISTXATTR -> new Row(o -> Requests.listxattr(o, 1), "byteCount=1");
            case SETXATTR -> new Row(o -> Requests.setxattr(o, NAME, 1, 2), "name=name flags=1 extraFlags=2");
            case REMOVEXATTR -> new Row(o -> Requests.removexattr(o, NAME), "name=name");
            case STATFS -> new Row(Requests::statfs, "");
            case IOCTL ->
                new Row(
                        o -> Requests.ioctl(o, 1, 5_000_000_000L, 3, 4, 5),
                        "command=1 argument=5000000000 inputLength=3 outputLength=4 flags=5");
            case GETLK -> new Row(o -> Requests.getlk(o, 5_000_000_000L, 6_000_000_000L, 7_000_000_000L, 1, 4), LOCK);
            case SETLK ->
                new Row(
                        o -> Requests.setlk(o, 5_000_000_000L, 6_000_000_000L, 7_000_000_000L, 1, 4, false),
                        LOCK + " waiting=false");
            case FLOCK ->
                new Row(
                        o -> Requests.flock(o, 5_000_000_000L, 1, true),
                        "lockOwner=5000000000 lockType=1 waiting=true");
            case CLEANUP -> new Row(o -> Requests.cleanup(o, 5_000_000_000L), "lockOwner=5000000000");
            case RELEASE -> new Row(Requests::release, "");
            case SHUTDOWN -> new Row(Requests::shutdown, "");
        };
    }

    private Map<String, String> expected(OperationKind kind) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : row(kind).parameters().split(" ", -1)) {
            if (!pair.isEmpty()) {
                values.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
        }
        return values;
    }

    private static Class<?> type(Parameters parameters) {
        return parameters.getClass().getInterfaces()[0];
    }

    private static List<Method> methods(Class<?> type, boolean setters) {
        return Arrays.stream(type.getMethods())
                .filter(m -> !Modifier.isStatic(m.getModifiers()))
                .filter(m -> (m.getParameterCount() == 1) == setters)
                .toList();
    }

    /** What the view says now. */
    private Map<String, String> values(CallbackData data) {
        Parameters parameters = data.parameters();
        return methods(type(parameters), false).stream()
                .collect(Collectors.toMap(Method::getName, m -> text(invoke(m, parameters))));
    }

    private String text(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.map(this::text).orElse("nobody");
            case FileNodeObject node -> "n" + node.inode();
            case FileHandleObject opened -> opened == handle ? "handle" : "another handle";
            default -> value.toString();
        };
    }

    private static Object invoke(Method method, Object target, Object... arguments) {
        try {
            method.setAccessible(true);
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(OperationKind kind) {
        Row row = row(kind);
        rig.run(operation -> {
            row.request().accept(operation);
            assertThat(operation.kind()).isEqualTo(kind);
            if (kind == RELEASE) {
                operation.through(rig.open());
            } else if (kind != SHUTDOWN) {
                operation.on(rig.volume.root());
            }
        });
    }

    @ParameterizedTest
    @EnumSource(OperationKind.class)
    @DisplayName("What the front sets is what a filter reads and what the base file system does")
    void read(OperationKind kind) {
        List<Map<String, String>> seen = new ArrayList<>();
        List<String> what = new ArrayList<>();
        middle.pre = (data, objects) -> {
            if (data.operationName().equals(kind.operationName())) {
                what.add(data.operationName() + " " + data.majorFunction());
                seen.add(values(data));
            }
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        };
        rig.base.onExecute = operation -> {
            if (operation.kind() == kind) {
                seen.add(values(Handed.data(operation)));
            }
        };
        rig.load(middle);
        run(kind);
        assertThat(what).containsExactly(kind.operationName() + " " + kind.major());
        assertThat(seen)
                .hasSize(kind == SHUTDOWN ? 1 : 2)
                .allSatisfy(values -> assertThat(values).isEqualTo(expected(kind)));
    }

    @ParameterizedTest
    @EnumSource(OperationKind.class)
    @DisplayName(
            "What a filter sets and marks is seen by itself, below and in the posts below; not in its own post and above")
    void write(OperationKind kind) {
        Parameters sample = sample(kind);
        rig.load(high);
        rig.load(middle);
        rig.load(low);
        for (Method setter : methods(type(sample), true)) {
            String property = Character.toLowerCase(setter.getName().charAt(3))
                    + setter.getName().substring(4);
            Object value = fresh(setter.getParameterTypes()[0]);
            Map<String, String> old = expected(kind);
            Map<String, String> changed = expected(kind);
            assertThat(changed.put(property, String.valueOf(value))).isNotEqualTo(String.valueOf(value));
            // A file that goes by another name now is not the one that the front has looked up.
            switch (property) {
                case "name" -> {
                    changed.replace("removed", "nobody");
                    changed.replace("moved", "nobody");
                }
                case "newName" -> changed.replace("replaced", "nobody");
                default -> {}
            }
            Map<String, Map<String, String>> seen = new LinkedHashMap<>();
            high.pre = (data, objects) -> pre(seen, "high", data, kind);
            middle.pre = (data, objects) -> {
                if (data.operationName().equals(kind.operationName())) {
                    invoke(setter, data.parameters(), value);
                    data.setDirty();
                }
                return pre(seen, "middle", data, kind);
            };
            low.pre = (data, objects) -> pre(seen, "low", data, kind);
            rig.base.onExecute = operation -> note(seen, "base", Handed.data(operation), kind);
            low.post = (data, objects) -> post(seen, "low", data, kind);
            middle.post = (data, objects) -> post(seen, "middle", data, kind);
            high.post = (data, objects) -> post(seen, "high", data, kind);
            run(kind);
            var wanted = new LinkedHashMap<String, Map<String, String>>();
            wanted.put("high pre", old);
            wanted.put("middle pre", changed);
            wanted.put("low pre", changed);
            wanted.put("base", changed);
            wanted.put("low post", changed);
            wanted.put("middle post", old);
            wanted.put("high post", old);
            assertThat(seen).as(setter.toString()).containsExactlyEntriesOf(wanted);
        }
    }

    private Parameters sample(OperationKind kind) {
        Operation operation = rig.volume.newOperation(NOBODY);
        row(kind).request().accept(operation);
        return operation.parameters();
    }

    private static Object fresh(Class<?> type) {
        if (type == int.class) {
            return 12_345;
        }
        return type == long.class ? (Object) 1_234_567_890_123L : FileName.of("fresh");
    }

    private PreOperationStatus pre(
            Map<String, Map<String, String>> seen, String who, CallbackData data, OperationKind kind) {
        note(seen, who + " pre", data, kind);
        return PreOperationStatus.SUCCESS_WITH_CALLBACK;
    }

    private PostOperationStatus post(
            Map<String, Map<String, String>> seen, String who, CallbackData data, OperationKind kind) {
        note(seen, who + " post", data, kind);
        return PostOperationStatus.FINISHED_PROCESSING;
    }

    private void note(Map<String, Map<String, String>> seen, String who, CallbackData data, OperationKind kind) {
        if (data.operationName().equals(kind.operationName())) {
            seen.put(who, values(data));
        }
    }

    @Test
    @DisplayName("A boolean parameter is also false; a file that nobody has looked up is empty")
    void otherValues() {
        List<Map<String, String>> seen = new ArrayList<>();
        rig.base.onExecute = operation -> seen.add(values(Handed.data(operation)));
        List<Consumer<Operation>> requests = List.of(
                o -> Requests.fsync(o, false),
                o -> Requests.fsyncdir(o, false),
                o -> Requests.flock(o, 1, 2, false),
                o -> Requests.unlink(o, NAME, null),
                o -> Requests.rmdir(o, NAME, null),
                o -> Requests.rename(o, NAME, first, OTHER, 0, null, null));
        for (Consumer<Operation> request : requests) {
            rig.run(operation -> {
                request.accept(operation);
                operation.on(rig.volume.root());
            });
        }
        assertThat(seen.get(0)).containsEntry("dataOnly", "false");
        assertThat(seen.get(1)).containsEntry("dataOnly", "false");
        assertThat(seen.get(2)).containsEntry("waiting", "false");
        assertThat(seen.get(3)).containsEntry("removed", "nobody");
        assertThat(seen.get(4)).containsEntry("removed", "nobody");
        assertThat(seen.get(5)).containsEntry("moved", "nobody").containsEntry("replaced", "nobody");
        Operation operation = rig.volume.newOperation(NOBODY);
        Requests.setlk(operation, 1, 2, 3, 4, 5, true);
        assertThat(values(Handed.data(operation))).containsEntry("waiting", "true");
    }

    @Test
    @DisplayName(
            "Many filters change one operation: each sees in its post what it saw in its pre, before its own change")
    void manyVersions() {
        List<TestFilter> filters = new ArrayList<>();
        Set<String> wrong = new HashSet<>();
        for (int i = 0; i < 12; i++) {
            var filter = new TestFilter("f" + i, Integer.toString(1000 - i));
            int mine = i;
            filter.pre = (data, objects) -> {
                check(wrong, data, mine);
                ((dev.weir.operation.Truncate) data.parameters()).setSize(mine + 1);
                data.setDirty();
                return PreOperationStatus.SUCCESS_WITH_CALLBACK;
            };
            filter.post = (data, objects) -> {
                check(wrong, data, mine);
                return PostOperationStatus.FINISHED_PROCESSING;
            };
            filters.add(filter);
        }
        filters.forEach(rig::load);
        for (int round = 0; round < 2; round++) {
            rig.run(operation -> {
                Requests.setAttributes(operation, OperationKind.TRUNCATE, 8, 0, 0, 0, 0, 0, 0, 0, 0);
                operation.on(rig.volume.root());
            });
        }
        assertThat(wrong).isEmpty();
        assertThat(rig.base.done).endsWith("truncate 12", "truncate 12");
    }

    private static void check(Set<String> wrong, CallbackData data, long size) {
        long seen = ((dev.weir.operation.Truncate) data.parameters()).size();
        if (seen != size) {
            wrong.add(seen + " for " + size);
        }
    }

    @Test
    @DisplayName("After the end a kept view has no names any more")
    void afterTheEnd() {
        Parameters[] kept = new Parameters[1];
        middle.pre = (data, objects) -> {
            kept[0] = data.parameters();
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        };
        rig.load(middle);
        Operation operation = rig.volume.newOperation(NOBODY);
        Requests.removexattr(operation, NAME);
        operation.on(rig.volume.root());
        rig.volume.start(operation);
        Requests.removexattr(operation, OTHER);
        assertThat(((dev.weir.operation.RemoveXattr) kept[0]).name()).isEqualTo(OTHER);
        Requests.getattr(operation, 0);
        assertThatThrownBy(() -> ((dev.weir.operation.RemoveXattr) kept[0]).name())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("Which kinds open a file, come with a node, and can't fail")
    void kinds() {
        assertThat(Arrays.stream(OperationKind.values()).filter(OperationKind::opens))
                .containsExactly(OPEN, CREATE, OPENDIR, TMPFILE);
        assertThat(Arrays.stream(OperationKind.values()).filter(OperationKind::yieldsNode))
                .containsExactly(LOOKUP, CREATE, MKDIR, MKNOD, SYMLINK, TMPFILE, LINK);
        assertThat(Arrays.stream(OperationKind.values()).filter(OperationKind::cannotFail))
                .containsExactly(CLEANUP, RELEASE, SHUTDOWN);
        assertThat(Arrays.stream(OperationKind.values())
                        .map(OperationKind::major)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(EnumSet.allOf(MajorFunction.class));
        assertThat(Arrays.stream(OperationKind.values()).map(OperationKind::operationName))
                .doesNotHaveDuplicates();
    }

    private static final OperationOwner NOBODY = Rigs.NOBODY;
}

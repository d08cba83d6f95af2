package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.CallbackData;
import dev.weir.ExceptionPolicy;
import dev.weir.FilterException;
import dev.weir.MajorFunction;
import dev.weir.NtStatus;
import dev.weir.OperationFlag;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.RelatedObjects;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FilterObject;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationOwner;
import dev.weir.manager.Requests;
import dev.weir.operation.Read;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same random operations through the same random stacks, once along compiled lines and once by the interpreter: every callback, result, finding and count is the same. */
class LinesAndInterpreterTest {
    private static final int OPERATIONS = 40;
    private static final int STACKS = 60;

    /** What happened to the operations through one stack, in order. */
    private static final class Course {
        final List<String> log = Collections.synchronizedList(new ArrayList<>());
        private final long seed;
        private final int usual;
        private final Rig rig;
        private final MemorySegment memory = Arena.ofAuto().allocate(64);
        private volatile int number;

        Course(long seed, String lines) {
            this.rig = Lines.rig(lines);
            this.seed = seed;
            // Some stacks do unusual things all the time, some once in a while, as nearly all do.
            this.usual = new int[] {50, 90, 98}[(int) (seed % 3)];
        }

        /** The same at the same place in each course of a seed. */
        private Random chance(int filter, boolean post) {
            return new Random(seed * 31_337 + number * 1009L + filter * 17L + (post ? 7 : 0));
        }

        private TestFilter filter(int index, Random shape) {
            var filter = new TestFilter("f" + index, Integer.toString(100 + index));
            int kind = shape.nextInt(8);
            filter.withPre = kind != 0;
            filter.withPost = kind != 1;
            filter.policy = shape.nextInt(3) == 0 ? ExceptionPolicy.PASS_OPERATION : ExceptionPolicy.FAIL_OPERATION;
            filter.operationFlags = switch (shape.nextInt(8)) {
                case 0 -> new OperationFlag[] {OperationFlag.SKIP_PAGING_IO};
                case 1 -> new OperationFlag[] {OperationFlag.SKIP_CACHED_IO};
                case 2 -> new OperationFlag[] {OperationFlag.SKIP_NON_CACHED_NON_PAGING_IO};
                default -> new OperationFlag[0];
            };
            boolean hasPost = filter.withPost;
            boolean answersNone = shape.nextInt(4) == 0;
            filter.pre = (data, objects) -> before(index, hasPost && !answersNone, data, objects);
            filter.post = (data, objects) -> after(index, data, objects);
            return filter;
        }

        private @Nullable PreOperationStatus before(
                int filter, boolean hasPost, CallbackData data, RelatedObjects<Object> objects) {
            Random chance = chance(filter, false);
            log.add(number + " pre " + filter + " " + what(data) + " " + objects.hasCompletionContext());
            PreOperationStatus passes =
                    hasPost ? PreOperationStatus.SUCCESS_WITH_CALLBACK : PreOperationStatus.SUCCESS_NO_CALLBACK;
            if (hasPost && chance.nextInt(2) == 0) {
                objects.setCompletionContext("context of " + filter + " in " + number);
            }
            if (chance.nextInt(100) < usual) {
                return passes;
            }
            switch (chance.nextInt(16)) {
                case 0 -> {
                    data.setStatus(NtStatus.ACCESS_DENIED);
                    return PreOperationStatus.COMPLETE;
                }
                case 1 -> {
                    return PreOperationStatus.SYNCHRONIZE;
                }
                case 2 -> {
                    return PreOperationStatus.DISALLOW_FASTIO;
                }
                case 3 -> throw new IllegalStateException("pre of " + filter);
                case 4 -> {
                    return null;
                }
                case 5, 6 -> change(data, filter, true);
                case 7 -> change(data, filter, false);
                case 8 -> data.setDirty();
                case 9 -> {
                    data.completePendedPreOperation(passes);
                    return PreOperationStatus.PENDING;
                }
                case 10 -> {
                    rig.threads.execute(() -> data.completePendedPreOperation(passes));
                    return PreOperationStatus.PENDING;
                }
                case 11 -> {
                    return defer(data, passes);
                }
                case 12 -> {
                    if (data.majorFunction() == MajorFunction.READ) {
                        data.swapBuffer(MemorySegment.ofArray(new byte[64]), 0, 16);
                    }
                }
                case 13 -> {
                    return PreOperationStatus.SUCCESS_NO_CALLBACK;
                }
                case 14 -> {
                    return PreOperationStatus.COMPLETE;
                }
                default -> data.setStatus(NtStatus.ACCESS_DENIED);
            }
            return passes;
        }

        private static PreOperationStatus defer(CallbackData data, PreOperationStatus answer) {
            try {
                data.queueDeferredWork(later -> later.completePendedPreOperation(answer));
            } catch (FilterException e) {
                throw new IllegalStateException(e);
            }
            return PreOperationStatus.PENDING;
        }

        private static void change(CallbackData data, int filter, boolean dirty) {
            if (data.parameters() instanceof Read read) {
                read.setOffset(read.offset() + filter);
            }
            if (dirty) {
                data.setDirty();
            }
        }

        private @Nullable PostOperationStatus after(int filter, CallbackData data, RelatedObjects<Object> objects) {
            Random chance = chance(filter, true);
            log.add(number + " post " + filter + " " + what(data) + " " + data.status() + " " + data.information() + " "
                    + data.hasSwappedBuffer() + " "
                    + (objects.hasCompletionContext() ? objects.completionContext() : "without context"));
            if (chance.nextInt(100) < usual) {
                return PostOperationStatus.FINISHED_PROCESSING;
            }
            switch (chance.nextInt(8)) {
                case 0 -> data.setStatus(NtStatus.ACCESS_DENIED);
                case 1 -> data.setErrno(5);
                case 2 -> throw new IllegalStateException("post of " + filter);
                case 3 -> {
                    data.completePendedPostOperation();
                    return PostOperationStatus.MORE_PROCESSING_REQUIRED;
                }
                case 4 -> {
                    rig.threads.execute(data::completePendedPostOperation);
                    return PostOperationStatus.MORE_PROCESSING_REQUIRED;
                }
                case 5 -> {
                    return null;
                }
                case 6 -> data.setStatus(NtStatus.SUCCESS, 3);
                default -> change(data, filter, true);
            }
            return PostOperationStatus.FINISHED_PROCESSING;
        }

        private static String what(CallbackData data) {
            return data.operationName() + (data.parameters() instanceof Read read ? " " + read.offset() : "") + " "
                    + data.isGenerated();
        }

        private void request(Operation operation, FileHandleObject handle, Random chance) {
            switch (chance.nextInt(5)) {
                case 0 -> rig.getattr(operation);
                case 1 -> rig.truncate(operation);
                case 2 -> {
                    Requests.statfs(operation);
                    operation.on(rig.volume.root());
                }
                default -> {
                    Requests.read(operation, chance.nextInt(100), 16, 0);
                    operation.through(handle);
                    operation.data(memory, 0, 16);
                    operation.caching(chance.nextInt(3) == 0, chance.nextInt(3) == 0);
                }
            }
        }

        private Operation operation(CountDownLatch[] ended) {
            return rig.volume.newOperation(new OperationOwner() {
                @Override
                public void leaving(Operation leaver) {}

                @Override
                public void completed(Operation done) {
                    log.add(number + " " + done.operationName() + " " + done.status() + " " + done.errno() + " "
                            + done.information());
                    ended[0].countDown();
                }
            });
        }

        List<String> run() throws InterruptedException {
            var shape = new Random(seed);
            try (rig) {
                FileHandleObject handle = rig.open();
                rig.base.onExecute = operation -> log.add(number + " base " + operation.operationName());
                var filters = new ArrayList<FilterObject>();
                int count = shape.nextInt(13);
                for (int i = 0; i < count; i++) {
                    filters.add(rig.load(filter(i, shape)));
                }
                var ended = new CountDownLatch[1];
                Operation operation = operation(ended);
                for (int i = 1; i <= OPERATIONS; i++) {
                    number = i;
                    ended[0] = new CountDownLatch(1);
                    request(operation, handle, new Random(seed * 77 + number));
                    boolean free = rig.volume.start(operation);
                    assertThat(ended[0].await(Rig.SECONDS, TimeUnit.SECONDS)).isTrue();
                    if (!free) {
                        operation = operation(ended);
                    }
                    if (i == OPERATIONS / 2 && count > 0) {
                        rig.unload("f" + shape.nextInt(count));
                    }
                }
                rig.volume.closeOperation(operation);
                filters.forEach(filter -> log.add(filter.name() + " " + filter.counts()));
                rig.manager.findings().all().stream()
                        .map(finding -> finding.filter() + " " + finding.what() + " " + finding.count())
                        .sorted()
                        .forEach(log::add);
                return List.copyOf(log);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void doTheSame(int part) throws InterruptedException {
        for (long seed = (long) part * STACKS; seed < (long) (part + 1) * STACKS; seed++) {
            assertThat(new Course(seed, "now").run()).as("stack %d", seed).isEqualTo(new Course(seed, "off").run());
        }
    }
}

package dev.weir.manager;

import dev.weir.Altitude;
import dev.weir.FileType;
import dev.weir.FilterException;
import dev.weir.MajorFunction;
import dev.weir.OperationRegistration;
import dev.weir.PostOperation;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A volume, a filter and one operation, and of the operation's way what touches its first layer: {@link OperationFlight}'s descent and ascent around it have so many steps that hardly any order of them would be
 * tried. Queued work runs on the thread that queues it; an operation that goes on is counted.
 */
final class LayerBench {
    private static final FilterDefinition DEFINITION = new FilterDefinition(
            "f", Optional.empty(), List.of(new InstanceDefinition("i", altitude("1"), false, false)), "i");

    private final Manager manager = new Manager(new ManagerThreads(this::execute, Runnable::run));
    private final FilterObject filter = new FilterObject(manager, DEFINITION);
    private final VolumeObject volume = mount();
    final Operation operation = volume.newOperation(new OperationOwner() {
        @Override
        public void leaving(Operation leaver) {}

        @Override
        public void completed(Operation ended) {}
    });
    final LayerSlot slot = operation.flight.layers().slot(0);
    private final AtomicInteger goesOn = new AtomicInteger();

    LayerBench() {}

    LayerBench(Registration registration) {
        try {
            filter.register(registration);
        } catch (FilterException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Altitude altitude(String text) {
        return Altitude.parse(text).orElseThrow();
    }

    private VolumeObject mount() {
        try {
            return manager.mount(new VolumeDefinition("v", new Nothing(), VolumeHooks.NONE, thread -> "test"));
        } catch (FilterException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(Runnable task) {
        if (task instanceof WorkItems.Item) {
            task.run();
        } else {
            goesOn.incrementAndGet();
        }
    }

    FileNodeObject root() {
        return volume.root();
    }

    FilterObject filter() {
        return filter;
    }

    InstanceObject instance(String altitude) {
        return new InstanceObject("i" + altitude, altitude(altitude), filter, volume);
    }

    static CallbackNode node(InstanceObject instance, PostOperation<Object> post) {
        return new CallbackNode(
                instance,
                OperationRegistration.of(
                        MajorFunction.QUERY_INFORMATION,
                        (data, objects) -> PreOperationStatus.SUCCESS_WITH_CALLBACK,
                        post));
    }

    static CallbackNode node(InstanceObject instance) {
        return node(instance, (data, objects, flags) -> PostOperationStatus.FINISHED_PROCESSING);
    }

    /** The callback that entered the layer returns and keeps the operation; returns when it was resumed, and goes on by one way only. */
    void keep() {
        if (operation.flight.waitForResume(slot, LayerSlot.PRE, LayerSlot.PENDED, LayerSlot.RESUMED)) {
            checkResumed();
        } else {
            awaitResumed();
        }
    }

    void awaitResumed() {
        while (goesOn.get() == 0) {
            Thread.onSpinWait();
        }
        goesOn.decrementAndGet();
        checkResumed();
    }

    private void checkResumed() {
        if (slot.state() != LayerSlot.RESUMED) {
            throw new IllegalStateException("goes on in state " + slot.state());
        }
    }

    void holds() {
        if (goesOn.get() != 0) {
            throw new IllegalStateException("goes on " + goesOn.get() + " times more than it was kept");
        }
        if (slot.state() != LayerSlot.EMPTY) {
            throw new IllegalStateException("the layer is left in state " + slot.state());
        }
    }

    private static final class Nothing implements BaseFileSystem {
        @Override
        public String type() {
            return "nothing";
        }

        @Override
        public FileNodeObject root(NodeTable nodes) {
            return nodes.obtain(1, 1, 0, FileType.DIRECTORY, "root");
        }

        @Override
        public void execute(Operation operation) {
            operation.succeed(0);
        }

        @Override
        public void close(FileHandleObject handle) {}

        @Override
        public void forget(FileNodeObject node) {}

        @Override
        public void close() {}
    }
}

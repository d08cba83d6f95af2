package dev.weir.manager;

import dev.weir.Instance;
import dev.weir.Registration;
import dev.weir.context.ContextKind;
import dev.weir.context.ContextReference;
import dev.weir.context.ContextType;
import dev.weir.context.SetContextOperation;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** Contexts that are set, looked up, replaced and deleted while their object ends. */
@ModelChecked
class ContextOrdersTest {
    public static final class Value {
        final AtomicInteger users = new AtomicInteger();
        final AtomicInteger cleaned = new AtomicInteger();
    }

    public static final class Holding {
        private final ContextKind<Instance, Value> kind =
                ContextKind.instance(Value.class).withCleanup(this::cleanUp);
        private final InstanceObject instance = new LayerBench(registration(kind)).instance("1");
        private final Value[] values = {new Value(), new Value()};
        private volatile boolean fault;

        private static Registration registration(ContextKind<Instance, Value> kind) {
            try {
                return Registration.builder().context(kind).build();
            } catch (dev.weir.FilterException e) {
                throw new IllegalStateException(e);
            }
        }

        private void cleanUp(Value value, ContextType type) {
            fault |= value.users.get() > 0;
            value.cleaned.incrementAndGet();
        }

        private void set(Value value, SetContextOperation how) {
            ContextReference<Value> made = instance.allocateContext(kind, value);
            instance.setContext(kind, instance, how, made);
            made.close();
        }

        public void setFirst() {
            set(values[0], SetContextOperation.REPLACE_IF_EXISTS);
        }

        public void setSecond() {
            set(values[1], SetContextOperation.REPLACE_IF_EXISTS);
        }

        public void keepSecond() {
            set(values[1], SetContextOperation.KEEP_IF_EXISTS);
        }

        public void use() {
            try (ContextReference<Value> found = instance.getContext(kind, instance)) {
                if (found.isPresent()) {
                    Value value = found.value();
                    fault |= value.cleaned.get() > 0;
                    value.users.incrementAndGet();
                    fault |= value.cleaned.get() > 0;
                    value.users.decrementAndGet();
                }
            }
        }

        public void delete() {
            instance.deleteContext(kind, instance);
        }

        public void end() {
            instance.deleteContexts();
        }

        @Validate
        public void holds() {
            instance.deleteContexts();
            if (fault
                    || values[0].cleaned.get() > 1
                    || values[1].cleaned.get() > 1
                    || instance.filter().contexts().live() != 0) {
                throw new IllegalStateException(
                        "fault " + fault + ", cleaned " + values[0].cleaned.get() + " and " + values[1].cleaned.get()
                                + ", alive " + instance.filter().contexts().live());
            }
        }
    }

    @Test
    void eachIsFreedOnceAndNotWhileItIsReferenced() {
        Interleavings.of(Holding.class)
                .atLeast(1_500)
                .thread("setFirst")
                .thread("use")
                .thread("end")
                .hold();
    }

    @Test
    void whatIsReplacedIsFreedByWhoeverReplacedIt() {
        Interleavings.of(Holding.class)
                .atLeast(1_500)
                .thread("setFirst", "use")
                .thread("setSecond")
                .thread("delete")
                .hold();
    }

    @Test
    void whatIsKeptIsNotReplaced() {
        Interleavings.of(Holding.class)
                .atLeast(1_500)
                .thread("setFirst", "delete")
                .thread("keepSecond", "use")
                .hold();
    }
}

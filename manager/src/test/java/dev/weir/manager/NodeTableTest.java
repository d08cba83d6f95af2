package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.FileType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NodeTableTest {
    private final List<FileNodeObject> forgotten = Collections.synchronizedList(new ArrayList<>());
    private final NodeTable table = new NodeTable(new ForgettingFileSystem(forgotten));

    private FileNodeObject obtain(long inode) {
        return table.obtain(5, inode, 9, FileType.REGULAR, "base of " + inode);
    }

    @Test
    void aFileIsOneNodeUntilItsLastReferenceIsGivenBack() {
        FileNodeObject node = obtain(7);
        assertThat(node.device()).isEqualTo(5);
        assertThat(node.inode()).isEqualTo(7);
        assertThat(node.type()).isEqualTo(FileType.REGULAR);
        assertThat(node.base()).isEqualTo("base of 7");
        assertThat(table.obtain(5, 7, 9, FileType.REGULAR, "unused")).isSameAs(node);
        assertThat(node.base()).isEqualTo("base of 7");
        node.reference();
        node.release(2);
        assertThat(forgotten).isEmpty();
        assertThat(table.byId(node.id())).isSameAs(node);
        assertThat(table.size()).isEqualTo(1);
        node.release(1);
        assertThat(forgotten).containsExactly(node);
        assertThat(table.byId(node.id())).isNull();
        assertThat(table.size()).isZero();
        assertThat(node.tryReference()).isFalse();
        assertThatThrownBy(() -> node.release(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("more often");
        assertThat(forgotten).hasSize(1);
    }

    @Test
    void deviceInodeAndGenerationMakeTheFile() {
        FileNodeObject node = obtain(7);
        List<FileNodeObject> others = List.of(
                table.obtain(6, 7, 9, FileType.REGULAR, "d"),
                table.obtain(5, 8, 9, FileType.REGULAR, "i"),
                table.obtain(5, 7, 10, FileType.REGULAR, "g"));
        assertThat(others).doesNotContain(node).doesNotHaveDuplicates();
        List<FileNodeObject> all = new ArrayList<>();
        table.forEach(all::add);
        assertThat(all).hasSize(4).contains(node).containsAll(others);
        assertThat(table.size()).isEqualTo(4);
    }

    @Test
    void aNumberIsUsedAgainWithAnotherGeneration() {
        FileNodeObject first = obtain(1);
        FileNodeObject second = obtain(2);
        assertThat(first.id()).isEqualTo(1);
        assertThat(second.id()).isEqualTo(2);
        first.release(1);
        FileNodeObject again = obtain(1);
        assertThat(again).isNotSameAs(first);
        assertThat(again.id()).isEqualTo(1);
        assertThat(List.of(first.number(), second.number(), again.number())).doesNotHaveDuplicates();
    }

    @Test
    void aNodeOnItsWayOutIsNotFoundAgain() {
        FileNodeObject dying = obtain(7);
        dying.references = 0;
        FileNodeObject fresh = obtain(7);
        assertThat(fresh).isNotSameAs(dying);
        assertThat(obtain(7)).isSameAs(fresh);
        assertThat(table.byId(fresh.id())).isSameAs(fresh);
    }

    @Test
    void whatTheFrontKeepsStaysWithTheNode() {
        FileNodeObject node = obtain(7);
        assertThat(node.frontState()).isNull();
        node.frontState("open");
        assertThat(node.frontState()).isEqualTo("open");
    }

    @Test
    void obtainAndReleaseFromManyThreadsNeverShareADeadNode() throws Exception {
        int threads = 4;
        Set<Object> wrong = ConcurrentHashMap.newKeySet();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                var random = new Random(1000 + t);
                running.add(pool.submit(() -> hammer(random, wrong)));
            }
            for (Future<?> future : running) {
                future.get(60, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(wrong).isEmpty();
        assertThat(table.size()).isZero();
        table.forEach(wrong::add);
        assertThat(wrong).isEmpty();
        assertThat(forgotten).doesNotHaveDuplicates();
    }

    private void hammer(Random random, Set<Object> wrong) {
        List<FileNodeObject> held = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (held.size() < 8 && random.nextBoolean()) {
                long inode = random.nextInt(6);
                FileNodeObject node = obtain(inode);
                held.add(node);
                if (node.inode() != inode || table.byId(node.id()) != node) {
                    wrong.add(node);
                }
            } else if (!held.isEmpty()) {
                FileNodeObject node = held.remove(random.nextInt(held.size()));
                if (forgotten(node)) {
                    wrong.add(node);
                }
                node.release(1);
            }
        }
        held.forEach(node -> node.release(1));
    }

    private static boolean forgotten(FileNodeObject node) {
        return "forgotten".equals(node.frontState());
    }

    /** Only notes which nodes it was told to forget. */
    private record ForgettingFileSystem(List<FileNodeObject> forgotten) implements BaseFileSystem {
        @Override
        public String type() {
            return "none";
        }

        @Override
        public FileNodeObject root(NodeTable nodes) {
            throw new IllegalStateException();
        }

        @Override
        public void execute(Operation operation) {}

        @Override
        public void close(FileHandleObject handle) {}

        @Override
        public void forget(FileNodeObject node) {
            node.frontState("forgotten");
            forgotten.add(node);
        }

        @Override
        public void close() {}
    }
}

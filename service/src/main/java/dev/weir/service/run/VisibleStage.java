package dev.weir.service.run;

import dev.weir.linux.ChildProgram;
import dev.weir.linux.FuseMountHelper;
import dev.weir.linux.MountEntry;
import dev.weir.linux.MountTable;
import dev.weir.service.Refusal;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Where the system bars user namespaces: fusermount3 mounts over the directory itself, and all of the user's programs see it. */
final class VisibleStage implements Stage {
    private final byte[] directory;
    private final FuseMountHelper helper;

    VisibleStage(byte[] directory, FuseMountHelper helper) {
        this.directory = directory;
        this.helper = helper;
    }

    @Override
    public String caveat() {
        return "this system bars user namespaces: all of your programs see " + Launch.text(directory)
                + " behind the filters until this run ends (--private makes that an error)";
    }

    @Override
    public ChildProgram start(Launch program, Serving serving) throws Refusal, IOException {
        serving.serve(helper.mount(directory, HelperStage.options()));
        return program.start();
    }

    /** Not known: whoever uses the mount makes its unmount busy. */
    @Override
    public List<Long> members() {
        return List.of();
    }

    @Override
    public void unmountLazily() throws IOException {
        helper.unmount(directory, true);
    }

    /** What others have mounted in it is theirs: it is not taken away, but told. */
    @Override
    public String holders() throws IOException {
        List<MountEntry> all = MountTable.read().entries();
        return all.stream()
                .filter(entry -> entry.isWeir() && Arrays.equals(entry.mountPoint(), directory))
                .reduce((first, last) -> last)
                .map(volume -> NamespaceMounts.on(volume, all).stream()
                        .map(entry -> entry.source() + " is mounted on " + entry.mountPointText())
                        .collect(Collectors.joining(", ")))
                .orElse("");
    }

    @Override
    public boolean unmount() throws IOException {
        return HelperStage.unmount(helper, directory);
    }
}

package dev.weir.service.run;

import dev.weir.linux.ChildProgram;
import dev.weir.linux.FuseMountHelper;
import dev.weir.service.Refusal;
import java.io.IOException;
import java.util.List;

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

    @Override
    public boolean unmount() throws IOException {
        return HelperStage.unmount(helper, directory);
    }
}

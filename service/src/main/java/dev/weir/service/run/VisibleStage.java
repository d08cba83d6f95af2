package dev.weir.service.run;

import dev.weir.linux.FuseMountHelper;
import dev.weir.service.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where the system bars user namespaces: fusermount3 mounts over the directory itself, and all of the user's programs see it. */
final class VisibleStage implements Stage {
    private final String directory;
    private final FuseMountHelper helper;

    VisibleStage(String directory, FuseMountHelper helper) {
        this.directory = directory;
        this.helper = helper;
    }

    @Override
    public String caveat() {
        return "this system bars user namespaces: all of your programs see " + directory
                + " behind the filters until this run ends (--private makes that an error)";
    }

    @Override
    public String mountPoint() {
        return directory;
    }

    private byte[] bytes() {
        return directory.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Process start(ProcessBuilder program, Serving serving) throws Refusal, IOException {
        serving.serve(helper.mount(bytes(), HelperStage.options()));
        return program.start();
    }

    /** Not known: whoever uses the mount makes its unmount busy. */
    @Override
    public List<Long> members() {
        return List.of();
    }

    @Override
    public void unmountLazily() throws IOException {
        helper.unmount(bytes(), true);
    }

    @Override
    public boolean unmount() throws IOException {
        return HelperStage.unmount(helper, bytes());
    }
}

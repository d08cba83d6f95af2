package dev.weir.filters.samples.metadata;

import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.Instance;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.InstanceSetupFlag;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.context.ContextKind;
import dev.weir.context.ContextReference;
import dev.weir.context.SetContextOperation;
import dev.weir.io.FileLocation;
import dev.weir.io.OpenFlags;
import dev.weir.io.OwnFile;
import dev.weir.io.OwnIoException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps a file of its own open on each volume, {@code .weir-metadata}, and counts in it how often it was attached. Attaches by itself only where the file is; attached by hand it makes the file. Source: FltMgr's sample
 * MetadataManager.
 *
 * <p>The file is closed in TeardownComplete, which is before an unmount too: so it never keeps a volume. A shutdown writes it to stable storage.
 */
public final class MetadataFilter implements Minifilter {
    static final String FILE = ".weir-metadata";
    private static final int ROOM = 64;
    private static final Pattern TEXT = Pattern.compile("attached ([0-9]{1,18}) times\n");
    private static final ContextKind<Instance, OwnFile> METADATA = ContextKind.instance(OwnFile.class);

    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        return Registration.builder()
                .context(METADATA)
                .unload(FilterUnloadCallback.ALWAYS)
                .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS)
                .instanceSetup(MetadataFilter::setup)
                .instanceTeardownComplete((instance, reason) -> release(instance))
                .preOperation(MajorFunction.SHUTDOWN, (data, objects) -> shutdown(objects.instance()))
                .build();
    }

    private static NtStatus setup(Instance instance, Set<InstanceSetupFlag> flags) {
        try {
            OwnFile file = open(instance, flags.contains(InstanceSetupFlag.MANUAL_ATTACHMENT));
            NtStatus status = keep(instance, file);
            if (!status.isSuccess()) {
                file.close();
            }
            return status;
        } catch (OwnIoException notThere) {
            return NtStatus.FLT_DO_NOT_ATTACH;
        }
    }

    private static NtStatus keep(Instance instance, OwnFile file) {
        try (ContextReference<OwnFile> metadata = instance.allocateContext(METADATA, file)) {
            file.write(0, text(attachments(file) + 1));
            return instance.setContext(METADATA, instance, SetContextOperation.KEEP_IF_EXISTS, metadata);
        } catch (OwnIoException failed) {
            return failed.status();
        }
    }

    private static OwnFile open(Instance instance, boolean make) throws OwnIoException {
        FileLocation location = FileLocation.of(FILE);
        return make
                ? instance.io().create(location, OpenFlags.READ_WRITE, 0600)
                : instance.io().open(location, OpenFlags.READ_WRITE);
    }

    private static byte[] text(long attachments) {
        return ("attached " + attachments + " times\n").getBytes(StandardCharsets.UTF_8);
    }

    /** 0 for a file that is not ours. */
    private static long attachments(OwnFile file) throws OwnIoException {
        Matcher text = TEXT.matcher(new String(file.read(0, ROOM), StandardCharsets.UTF_8));
        return text.matches() ? Long.parseLong(text.group(1)) : 0;
    }

    private static void release(Instance instance) {
        try (ContextReference<OwnFile> metadata = instance.getContext(METADATA, instance)) {
            if (metadata.isPresent()) {
                metadata.value().close();
            }
        }
    }

    private static PreOperationStatus shutdown(Instance instance) {
        try (ContextReference<OwnFile> metadata = instance.getContext(METADATA, instance)) {
            if (metadata.isPresent()) {
                metadata.value().flush(false);
            }
        } catch (OwnIoException lost) {
            // The service ends whatever happens; what is not flushed the system writes later.
        }
        return PreOperationStatus.SUCCESS_NO_CALLBACK;
    }
}

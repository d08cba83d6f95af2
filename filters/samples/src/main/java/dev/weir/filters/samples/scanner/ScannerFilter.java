package dev.weir.filters.samples.scanner;

import dev.weir.CallbackData;
import dev.weir.DataBuffer;
import dev.weir.FileHandle;
import dev.weir.FileName;
import dev.weir.Filter;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.PostOperationFlag;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.RelatedObjects;
import dev.weir.io.OwnFile;
import dev.weir.io.OwnIoException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Has a program look at the first bytes of a file when it is opened, and at what is written: what the program finds bad is refused with STATUS_ACCESS_DENIED. The program itself is let through. Source: FltMgr's
 * sample scanner.
 */
public final class ScannerFilter implements Minifilter {
    private static final int LOOK = 1024;

    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        return registration(manager, new Scanner(Duration.ZERO));
    }

    @Override
    public NtStatus entry(FilterManager manager) throws FilterException {
        var scanner = new Scanner(Duration.ofMillis(manager.configuration().number("patience")));
        Filter filter = manager.register(registration(manager, scanner));
        scanner.listen(filter);
        filter.startFiltering();
        return NtStatus.SUCCESS;
    }

    private static Registration registration(FilterManager manager, Scanner scanner) throws FilterException {
        Set<String> extensions = manager.configuration().list("extensions").stream()
                .map(extension -> extension.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        return Registration.builder()
                .unload((filter, flags) -> {
                    scanner.close();
                    filter.unregister();
                    return NtStatus.SUCCESS;
                })
                .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS)
                .postOperation(
                        MajorFunction.CREATE,
                        (data, objects, flags) -> opened(data, objects, flags, scanner, extensions))
                .preOperation(MajorFunction.WRITE, (data, objects) -> writing(data, scanner, extensions))
                .build();
    }

    private static PostOperationStatus opened(
            CallbackData data,
            RelatedObjects<Object> objects,
            Set<PostOperationFlag> flags,
            Scanner scanner,
            Set<String> extensions) {
        if (flags.isEmpty() && data.hasOpenedHandle() && isScanned(data, data.openedHandle(), scanner, extensions)) {
            var io = objects.instance().io();
            try (OwnFile file = io.through(data.openedHandle())) {
                if (!scanner.isSafe(file.read(0, LOOK))) {
                    io.cancelOpen(data, NtStatus.ACCESS_DENIED);
                }
            } catch (OwnIoException unreadable) {
                // Open for writing alone, say: what is written is scanned.
            }
        }
        return PostOperationStatus.FINISHED_PROCESSING;
    }

    private static PreOperationStatus writing(CallbackData data, Scanner scanner, Set<String> extensions) {
        if (data.isPagingIo() || !isScanned(data, data.handle(), scanner, extensions)) {
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        }
        DataBuffer buffer = data.buffer();
        MemorySegment start = buffer.segment().asSlice(buffer.offset(), Math.min(LOOK, buffer.length()));
        if (scanner.isSafe(start.toArray(ValueLayout.JAVA_BYTE))) {
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        }
        data.setStatus(NtStatus.ACCESS_DENIED);
        return PreOperationStatus.COMPLETE;
    }

    private static boolean isScanned(CallbackData data, FileHandle file, Scanner scanner, Set<String> extensions) {
        var names = file.node().path().names();
        return !names.isEmpty()
                && extensions.contains(extension(names.getLast()))
                && !scanner.is(data.requestor().processId());
    }

    private static String extension(FileName name) {
        String text = name.text();
        return text.substring(text.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}

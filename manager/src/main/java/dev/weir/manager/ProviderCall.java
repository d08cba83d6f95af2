package dev.weir.manager;

import dev.weir.FileName;
import dev.weir.FileNameFormat;
import dev.weir.FileNameInformation;
import dev.weir.FilePath;
import dev.weir.FilterException;
import dev.weir.Instance;
import dev.weir.NameProvider;
import dev.weir.NormalizeFlag;
import dev.weir.NtStatus;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One question to a name provider: for the whole name, and where it does not normalize that itself, for one component after the other. */
final class ProviderCall {
    private final InstanceObject instance;
    private final NameProvider provider;
    private final NameSource source;
    private final Below below;
    private boolean doNotCache;

    /** How the name below the provider is found out. */
    interface Below {
        FileNameInformation name(FileNameFormat format) throws FilterException;
    }

    ProviderCall(InstanceObject instance, NameProvider provider, NameSource source, Below below) {
        this.instance = instance;
        this.provider = provider;
        this.source = source;
        this.below = below;
    }

    /** Whether the provider said that its answer is not to be cached. */
    boolean doNotCache() {
        return doNotCache;
    }

    FilePath run(FileNameFormat format) throws FilterException {
        try {
            if (format == FileNameFormat.OPENED) {
                return generate(FileNameFormat.OPENED);
            }
            try {
                return generate(FileNameFormat.NORMALIZED);
            } catch (FilterException refused) {
                return normalize(generate(FileNameFormat.OPENED));
            }
        } catch (RuntimeException | Error failure) {
            instance.filter().threw(instance, "name provider", failure);
            throw new FilterException(
                    NtStatus.UNSUCCESSFUL, instance.filter().name() + " threw when it was asked for a name");
        }
    }

    private FilePath generate(FileNameFormat format) throws FilterException {
        return provider.generateFileName(new Asked(format));
    }

    private FilePath normalize(FilePath opened) throws FilterException {
        Set<NormalizeFlag> flags = EnumSet.of(NormalizeFlag.CASE_SENSITIVE);
        if (source.isDestination()) {
            flags.add(NormalizeFlag.DESTINATION_FILE_NAME);
        }
        var names = new ArrayList<FileName>();
        var step = new Step(Set.copyOf(flags));
        try {
            for (FileName name : opened.names()) {
                boolean last = names.size() == opened.names().size() - 1;
                step.parent = new FilePath(names);
                step.name = name;
                names.add(component(step, last && source.isDestination()));
            }
        } finally {
            Object context = step.context;
            if (context != null) {
                provider.contextCleanup(context);
            }
        }
        return new FilePath(names);
    }

    private FileName component(Step step, boolean mayBeMissing) throws FilterException {
        try {
            return provider.normalizeNameComponent(step);
        } catch (FilterException refused) {
            if (mayBeMissing && refused.status().equals(NtStatus.NO_SUCH_FILE)) {
                return step.name;
            }
            throw refused;
        }
    }

    private final class Asked implements NameProvider.Request {
        private final FileNameFormat format;

        Asked(FileNameFormat format) {
            this.format = format;
        }

        @Override
        public Instance instance() {
            return instance;
        }

        @Override
        public FileNameFormat format() {
            return format;
        }

        @Override
        public FileNameInformation below() throws FilterException {
            return below.name(format);
        }

        @Override
        public boolean isDestination() {
            return source.isDestination();
        }

        @Override
        public void doNotCache() {
            doNotCache = true;
        }
    }

    private final class Step implements NameProvider.Component {
        private final Set<NormalizeFlag> flags;
        private FilePath parent = FilePath.root();
        private FileName name = FileName.of("");
        private @Nullable Object context;

        Step(Set<NormalizeFlag> flags) {
            this.flags = flags;
        }

        @Override
        public Instance instance() {
            return instance;
        }

        @Override
        public FilePath parent() {
            return parent;
        }

        @Override
        public FileName name() {
            return name;
        }

        @Override
        public Set<NormalizeFlag> flags() {
            return flags;
        }

        @Override
        public @Nullable Object context() {
            return context;
        }

        @Override
        public void setContext(Object kept) {
            context = kept;
        }
    }
}

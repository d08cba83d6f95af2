package dev.weir.manager;

import dev.weir.FileNameFlag;
import dev.weir.FileNameFormat;
import dev.weir.FileNameInformation;
import dev.weir.FileNameQuery;
import dev.weir.FilePath;
import dev.weir.FilterException;
import dev.weir.NameProvider;
import dev.weir.NtStatus;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A question for a name that the cache did not answer: finds the name out, provider by provider, and keeps each answer. */
final class NameQuestion {
    private final VolumeObject volume;
    private final NameSource source;
    private final boolean readsCache;
    private final boolean keeps;
    private final InstanceObject[] providers;

    NameQuestion(
            VolumeObject volume,
            NameSource source,
            FileNameQuery query,
            Set<FileNameFlag> flags,
            InstanceObject[] providers) {
        this.volume = volume;
        this.source = source;
        this.readsCache = query != FileNameQuery.FILESYSTEM_ONLY;
        this.keeps = readsCache && !flags.contains(FileNameFlag.DO_NOT_CACHE);
        this.providers = providers;
    }

    /** The name that the provider of an index shows, or the next one below that is still there; in the end the file system. */
    FileNameInformation ask(int index, FileNameFormat format) throws FilterException {
        for (int i = index; i < providers.length; i++) {
            InstanceObject instance = providers[i];
            NameProvider provider =
                    instance.filter().registration().nameProvider().orElse(null);
            if (provider != null && instance.gate().enter()) {
                try {
                    return askProvider(i, format, provider);
                } finally {
                    instance.gate().leave();
                }
            }
        }
        return askBelow(format);
    }

    private FileNameInformation askProvider(int index, FileNameFormat format, NameProvider provider)
            throws FilterException {
        InstanceObject instance = providers[index];
        long version = volume.nodes().clock().version();
        NameAnchor anchor = source.anchor(format);
        boolean unlinked = source.isUnlinked(format);
        var call = new ProviderCall(instance, provider, source, asked -> below(index + 1, asked));
        FilePath path = call.run(format);
        var information = new FileNameInformation(format, volume.name(), path, unlinked);
        if (!call.doNotCache()) {
            keep(information, anchor, version, instance.gate().number);
        }
        return information;
    }

    private FileNameInformation below(int index, FileNameFormat format) throws FilterException {
        NameAnchor anchor = source.anchor(format);
        if (readsCache && anchor != null) {
            NameClock clock = volume.nodes().clock();
            long version = clock.version();
            FileNameInformation known = CachedName.find(
                    anchor.cached, format, version, number(providers, index), source.isUnlinked(format));
            if (known != null && clock.isStill(version)) {
                return known;
            }
        }
        return ask(index, format);
    }

    /** By what number a provider's answers are known; 0 is the file system. */
    static long number(InstanceObject[] providers, int index) {
        return index < providers.length ? providers[index].gate().number : 0;
    }

    private FileNameInformation askBelow(FileNameFormat format) throws FilterException {
        FilePath below = readsCache ? null : source.below(format);
        if (below != null) {
            return new FileNameInformation(format, volume.name(), below, false);
        }
        NameWalk walk = source.walk(format);
        if (!walk.isKnown()) {
            throw new FilterException(
                    NtStatus.OBJECT_NAME_NOT_FOUND, "no name of the file is known: look it up in its directory");
        }
        var information = new FileNameInformation(format, volume.name(), walk.path(), walk.isUnlinked());
        if (walk.isComplete()) {
            keep(information, walk.anchor(), walk.version(), 0);
        }
        return information;
    }

    /** Keeps an answer. Where directories moved meanwhile it counts for nothing: it has the number from before. */
    private void keep(FileNameInformation information, @Nullable NameAnchor anchor, long version, long provider) {
        if (keeps && anchor != null) {
            anchor.cached = CachedName.with(anchor.cached, information, version, provider);
        }
    }
}

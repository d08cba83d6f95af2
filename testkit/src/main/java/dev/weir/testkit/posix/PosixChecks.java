package dev.weir.testkit.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the manual pages of POSIX and Linux promise of files, as a list of checks that any volume of any front can be put to, and that a bare directory passes. A check says itself what it expects. Checks run as root, and
 * make as somebody else the calls that need it.
 */
public final class PosixChecks {
    /**
     * What came out.
     *
     * @param passed the checks that the volume passes
     * @param failed the others, with what was found
     * @param leftOut the checks that the volume says it can't be put to, with the reason
     */
    public record Report(List<String> passed, Map<String, String> failed, Map<String, String> leftOut) {
        public Report {
            passed = List.copyOf(passed);
            failed = Map.copyOf(failed);
            leftOut = Map.copyOf(leftOut);
        }

        @Override
        public String toString() {
            var text = new StringBuilder(
                    passed.size() + " passed, " + failed.size() + " failed, " + leftOut.size() + " left out");
            new TreeMap<>(failed)
                    .forEach((name, found) ->
                            text.append("\n  ").append(name).append(": ").append(found));
            return text.toString();
        }
    }

    private PosixChecks() {}

    static List<PosixCheck> all() {
        var catalogue = new Catalogue();
        OpenChecks.addTo(catalogue);
        CreateChecks.addTo(catalogue);
        NameChecks.addTo(catalogue);
        DirectoryChecks.addTo(catalogue);
        LinkChecks.addTo(catalogue);
        RenameChecks.addTo(catalogue);
        ModeChecks.addTo(catalogue);
        TimeChecks.addTo(catalogue);
        DataChecks.addTo(catalogue);
        AttributeChecks.addTo(catalogue);
        AclChecks.addTo(catalogue);
        NodeChecks.addTo(catalogue);
        ListingChecks.addTo(catalogue);
        LockChecks.addTo(catalogue);
        LinuxChecks.addTo(catalogue);
        return catalogue.checks();
    }

    /** How many there are. */
    public static int count() {
        return all().size();
    }

    /** Puts a volume to all of them, each in a directory of its own, which is taken away afterwards. The volume stays open. */
    public static Report run(PosixVolume volume) {
        var passed = new ArrayList<String>();
        var failed = new TreeMap<String, String>();
        var leftOut = new TreeMap<String, String>();
        int number = 0;
        for (PosixCheck check : all()) {
            Optional<String> lacking = check.needs().stream()
                    .sorted()
                    .flatMap(need -> volume.lacks(need).stream())
                    .findFirst();
            if (lacking.isPresent()) {
                leftOut.put(check.name(), lacking.get());
                continue;
            }
            String directory = "check-" + number++;
            try {
                run(check, volume, directory);
                passed.add(check.name());
            } catch (CheckFailed broken) {
                failed.put(check.name(), broken.getMessage());
            }
        }
        return new Report(passed, failed, leftOut);
    }

    private static void run(PosixCheck check, PosixVolume volume, String directory) {
        new Scene(volume).directory(directory);
        try (PosixVolume below = volume.below(directory)) {
            check.calls().accept(new Scene(below), below);
        } finally {
            volume.become(Identity.ROOT);
            volume.clear(directory);
            volume.removeDirectory(directory);
        }
    }
}

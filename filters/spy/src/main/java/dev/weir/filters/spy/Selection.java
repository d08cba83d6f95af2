package dev.weir.filters.spy;

import dev.weir.FilterException;
import dev.weir.MajorFunction;
import dev.weir.NtStatus;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which operations are shown, by name. */
final class Selection {
    private final Set<String> names;

    private Selection(Set<String> names) {
        this.names = names;
    }

    /**
     * The operations that any of the patterns names, or all where there is no pattern.
     *
     * @param data whether read and write may be among them
     * @throws FilterException STATUS_INVALID_PARAMETER where a pattern names no operation
     */
    static Selection of(List<String> patterns, boolean data) throws FilterException {
        Set<String> all = OperationNames.MAJOR_FUNCTIONS.keySet();
        Set<String> names = new HashSet<>(patterns.isEmpty() ? all : Set.of());
        for (String pattern : patterns) {
            Pattern expression = Pattern.compile(
                    pattern.chars().mapToObj(Selection::quoted).collect(Collectors.joining()),
                    Pattern.CASE_INSENSITIVE);
            if (all.stream().noneMatch(name -> expression.matcher(name).matches())) {
                throw new FilterException(
                        NtStatus.INVALID_PARAMETER,
                        "only=" + pattern + " names no operation; there are "
                                + all.stream().sorted().collect(Collectors.joining(", ")));
            }
            all.stream().filter(name -> expression.matcher(name).matches()).forEach(names::add);
        }
        if (!data) {
            names.removeAll(Set.of("read", "write"));
        }
        return new Selection(names);
    }

    private static String quoted(int character) {
        return character == '*' ? ".*" : Pattern.quote(Character.toString(character));
    }

    boolean wants(String operationName) {
        return names.contains(operationName);
    }

    /** Those under which the wanted operations come; for others spy is not called at all. */
    Set<MajorFunction> majorFunctions() {
        Set<MajorFunction> majors = EnumSet.noneOf(MajorFunction.class);
        for (Map.Entry<String, MajorFunction> entry : OperationNames.MAJOR_FUNCTIONS.entrySet()) {
            if (names.contains(entry.getKey())) {
                majors.add(entry.getValue());
            }
        }
        return majors;
    }
}

package dev.weir.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the arrows between the modules: imports point one way. */
class ArchitectureTest {
    private static final String ROOT = "dev.weir.";

    /** Module to the modules that it may import; {@code api} may be imported by all of them. */
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "cli", Set.of("service"),
            "service", Set.of("fuse", "linux", "testkit", "manager"),
            "filters", Set.of(),
            "fuse", Set.of("manager", "linux"),
            "linux", Set.of("manager"),
            "testkit", Set.of("manager"),
            "manager", Set.of(),
            "port", Set.of(),
            "api", Set.of());

    private static final JavaClasses WEIR = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.weir");

    @ParameterizedTest
    @ValueSource(strings = {"cli", "service", "filters", "fuse", "linux", "testkit", "manager", "port", "api"})
    void aModuleImportsOnlyWhatItsArrowsAllow(String module) {
        Set<String> allowed = new TreeSet<>(ARROWS.getOrDefault(module, Set.of()));
        allowed.add(module);
        allowed.add("api");
        classes()
                .that(describe("are in " + module, type -> moduleOf(type).equals(module)))
                .should()
                .onlyDependOnClassesThat(describe(
                        "are outside of Weir or in one of " + allowed,
                        type -> !isWeir(type) || allowed.contains(moduleOf(type))))
                .check(WEIR);
    }

    @Test
    void aFilterImportsNoOtherFilter() {
        Map<String, Set<String>> others = new TreeMap<>();
        for (JavaClass type : WEIR) {
            if (moduleOf(type).equals("filters")) {
                type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(target -> isWeir(target) && moduleOf(target).equals("filters"))
                        .filter(target -> !filterOf(target).equals(filterOf(type)))
                        .forEach(target -> others.computeIfAbsent(type.getName(), name -> new TreeSet<>())
                                .add(target.getName()));
            }
        }
        assertThat(others).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "manager", "port", "filters"})
    void aModuleThatFiltersRunInUsesNoThirdPartyLibrary(String module) {
        DescribedPredicate<JavaClass> platform = resideInAnyPackage("java..", "javax..", "jdk..", "org.jspecify..");
        classes()
                .that(describe("are in " + module, type -> moduleOf(type).equals(module)))
                .should()
                .onlyDependOnClassesThat(platform.or(describe("are Weir's", ArchitectureTest::isWeir)))
                .check(WEIR);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass type : WEIR) {
            if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                unmarked.add(type.getPackageName());
            }
        }
        assertThat(unmarked).isEmpty();
    }

    /** What is not looked at can't break a rule: all modules, and every bundled filter, must be on the class path. */
    @Test
    void allModulesAreLookedAt() {
        Set<String> modules = new TreeSet<>();
        Set<String> filters = new TreeSet<>();
        for (JavaClass type : WEIR) {
            modules.add(moduleOf(type));
            if (moduleOf(type).equals("filters")) {
                filters.add(filterOf(type));
            }
        }
        assertThat(modules).isEqualTo(new TreeSet<>(ARROWS.keySet()));
        assertThat(filters).containsExactlyInAnyOrder("nullfilter", "passall", "spy", "protect", "samples");
    }

    private static boolean isWeir(JavaClass type) {
        return type.getBaseComponentType().getName().startsWith(ROOT);
    }

    /** The module of one of Weir's classes. A package that is no module's own is the API's: it has {@code dev.weir} itself. */
    private static String moduleOf(JavaClass type) {
        String first = segment(type, 0);
        return ARROWS.containsKey(first) ? first : "api";
    }

    private static String filterOf(JavaClass type) {
        return segment(type, 1);
    }

    private static String segment(JavaClass type, int index) {
        String[] segments = type.getBaseComponentType().getPackageName().split("\\.", -1);
        return segments.length > 2 + index ? segments[2 + index] : "";
    }
}

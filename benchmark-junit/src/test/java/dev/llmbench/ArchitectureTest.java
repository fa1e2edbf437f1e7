package dev.llmbench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packages, and which of them may use which: one direction, no cycles. */
class ArchitectureTest {
    private static final String BASE = "dev.llmbench";
    private static final JavaClasses NONE = new ClassFileImporter().importClasses();

    private static JavaClasses library = NONE;

    @BeforeAll
    static void read() {
        library = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(BASE);
    }

    /** Each load collects garbage before it starts, which takes the longer the more the tests before it keep. */
    @AfterAll
    static void forget() {
        library = NONE;
    }

    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry(
                    "junit",
                    Set.of(
                            "",
                            "budget",
                            "endpoint",
                            "metric",
                            "plan",
                            "report",
                            "report.console",
                            "report.files",
                            "report.json",
                            "result",
                            "sample",
                            "simulator")),
            Map.entry(
                    "cli",
                    Set.of(
                            "budget",
                            "cluster",
                            "cluster.jgroups",
                            "dataset",
                            "history",
                            "metric",
                            "plan",
                            "report",
                            "report.console",
                            "report.files",
                            "report.html",
                            "result",
                            "sample")),
            Map.entry("assertj", Set.of("budget", "metric", "plan", "result")),
            Map.entry(
                    "",
                    Set.of(
                            "budget",
                            "cluster",
                            "cluster.jgroups",
                            "dataset",
                            "dataset.trace",
                            "endpoint",
                            "history",
                            "openai",
                            "plan",
                            "prompt",
                            "report",
                            "report.console",
                            "report.csv",
                            "report.files",
                            "report.html",
                            "result",
                            "run",
                            "sample")),
            Map.entry(
                    "run",
                    Set.of(
                            "budget",
                            "dataset",
                            "dataset.trace",
                            "endpoint",
                            "engine",
                            "history",
                            "metric",
                            "micrometer",
                            "openai",
                            "plan",
                            "prompt",
                            "regression",
                            "report",
                            "report.console",
                            "report.csv",
                            "report.files",
                            "report.html",
                            "report.json",
                            "report.markdown",
                            "result",
                            "sample",
                            "simulator")),
            Map.entry(
                    "cluster",
                    Set.of(
                            "dataset",
                            "engine",
                            "metric",
                            "plan",
                            "prompt",
                            "report",
                            "report.json",
                            "result",
                            "run",
                            "sample")),
            Map.entry("cluster.jgroups", Set.of("cluster", "plan")),
            Map.entry("simulator", Set.of()),
            Map.entry("micrometer", Set.of("metric", "plan", "sample")),
            Map.entry("engine", Set.of("budget", "dataset.trace", "metric", "openai", "plan", "result", "sample")),
            Map.entry(
                    "report.html",
                    Set.of(
                            "budget",
                            "metric",
                            "plan",
                            "regression",
                            "report",
                            "report.csv",
                            "report.files",
                            "report.json",
                            "result",
                            "sample",
                            "stats")),
            Map.entry("report.console", Set.of("metric", "plan", "report", "report.files", "result", "sample")),
            Map.entry(
                    "report.files",
                    Set.of(
                            "metric",
                            "plan",
                            "report",
                            "report.csv",
                            "report.json",
                            "report.markdown",
                            "result",
                            "sample",
                            "stats")),
            Map.entry("report.markdown", Set.of("metric", "plan", "report", "result", "sample")),
            Map.entry("report.json", Set.of("metric", "plan", "regression", "report", "result", "sample", "stats")),
            Map.entry("report.csv", Set.of("metric", "plan", "report", "result", "sample")),
            Map.entry("report", Set.of("budget", "metric", "plan", "result", "sample")),
            Map.entry("openai", Set.of("endpoint", "http", "plan", "prompt", "sample")),
            Map.entry("http", Set.of("sample")),
            Map.entry("dataset", Set.of("dataset.record", "dataset.trace", "plan", "prompt")),
            Map.entry("prompt", Set.of("dataset.record", "plan")),
            Map.entry("dataset.trace", Set.of("dataset.record", "plan")),
            Map.entry("dataset.record", Set.of("plan")),
            Map.entry("budget", Set.of("metric", "plan", "regression", "result", "sample", "stats")),
            Map.entry("history", Set.of("metric", "regression", "stats")),
            Map.entry("regression", Set.of("metric", "stats")),
            Map.entry("result", Set.of("metric", "plan", "regression", "sample", "stats")),
            Map.entry("plan", Set.of("endpoint", "metric", "regression", "sample")),
            Map.entry("endpoint", Set.of()),
            Map.entry("metric", Set.of("sample", "stats")),
            Map.entry("stats", Set.of()),
            Map.entry("sample", Set.of()));

    @Test
    void everyPackageIsInTheTable() {
        Set<String> packages = library.stream()
                .map(JavaClass::getPackageName)
                .map(ArchitectureTest::shortName)
                .collect(Collectors.toSet());
        assertThat(packages).isEqualTo(MAY_USE.keySet());
    }

    @Test
    void aPackageUsesOnlyThoseThatTheTableAllows() {
        for (Map.Entry<String, Set<String>> row : MAY_USE.entrySet()) {
            Set<String> forbidden = new TreeSet<>(MAY_USE.keySet());
            forbidden.removeAll(row.getValue());
            forbidden.remove(row.getKey());
            noClasses()
                    .that()
                    .resideInAPackage(fullName(row.getKey()))
                    .should()
                    .dependOnClassesThat(in(forbidden))
                    .check(library);
        }
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(library);
    }

    @Test
    void onlyTheConsoleAndTheProgramUseStandardStreams() {
        noClasses()
                .that(DescribedPredicate.not(resideInAPackage(fullName("report.console"))
                        .and(named("Console"))
                        .or(resideInAPackage(fullName("cli")).and(named("Program")))))
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(library);
    }

    /** The module with it is optional. */
    @Test
    void onlyTheHistoryInADatabaseUsesJdbc() {
        noClasses()
                .that(DescribedPredicate.not(
                        resideInAPackage(fullName("history")).and(named("DatabaseStore"))))
                .should()
                .dependOnClassesThat(resideInAPackage("java.sql"))
                .check(library);
    }

    /** A project may do without it. */
    @Test
    void onlyItsPackageUsesJGroups() {
        noClasses()
                .that()
                .resideOutsideOfPackage(fullName("cluster.jgroups"))
                .should()
                .dependOnClassesThat(resideInAPackage("org.jgroups.."))
                .check(library);
    }

    @Test
    void theExtensionItselfIsNotPublic() {
        classes()
                .that()
                .resideInAPackage(fullName("junit"))
                .and()
                .haveSimpleNameEndingWith("LoadExtension")
                .should()
                .bePackagePrivate()
                .check(library);
    }

    private static DescribedPredicate<JavaClass> named(String start) {
        return DescribedPredicate.describe(
                "have a name that begins with " + start,
                type -> type.getName()
                        .substring(type.getPackageName().length() + 1)
                        .startsWith(start));
    }

    private static DescribedPredicate<JavaClass> in(Set<String> packages) {
        List<String> names = new ArrayList<>();
        packages.forEach(name -> names.add(fullName(name)));
        return resideInAPackageOf(names);
    }

    private static DescribedPredicate<JavaClass> resideInAPackageOf(List<String> names) {
        return DescribedPredicate.describe("reside in one of " + names, type -> names.contains(type.getPackageName()));
    }

    private static String shortName(String packageName) {
        return packageName.equals(BASE) ? "" : packageName.substring(BASE.length() + 1);
    }

    private static String fullName(String shortName) {
        return shortName.isEmpty() ? BASE : BASE + "." + shortName;
    }
}

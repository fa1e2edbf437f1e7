package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.ChildJvm;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.report.files.OutputDirectory;
import dev.llmbench.result.LoadResult;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestIdTest {
    @TempDir
    Path output;

    abstract static class Base {
        @QuickLoad
        void whole(LoadResult result) {
            FixtureRun.saw(result);
        }

        @Nested
        class Streaming {
            @QuickLoad
            void load(LoadResult result) {
                FixtureRun.saw(result);
            }

            @Nested
            class Deeper {
                @QuickLoad
                void load(LoadResult result) {
                    FixtureRun.saw(result);
                }
            }
        }
    }

    @Tag("fixture")
    static class ATest extends Base {}

    @Tag("fixture")
    static class BTest extends Base {}

    private List<LoadResult> run(Class<?> fixture, Map<String, String> further) {
        try (LoopbackServer server = new LoopbackServer()) {
            Map<String, String> parameters = new HashMap<>(further);
            parameters.put("llm.url", server.url());
            parameters.put("llmbench.output-dir", output.toString());
            FixtureRun run = FixtureRun.of(fixture, parameters);
            assertThat(run.failures()).isEmpty();
            return run.results();
        }
    }

    @Test
    void classesThatInheritTestsHaveNamesAndFoldersOfTheirOwn() {
        List<LoadResult> results = new ArrayList<>(run(ATest.class, Map.of()));
        results.addAll(run(BTest.class, Map.of()));

        assertThat(results)
                .hasSize(6)
                .extracting(result -> result.directory().orElseThrow())
                .doesNotHaveDuplicates();
        assertThat(results)
                .extracting(result -> result.plan().test())
                .doesNotHaveDuplicates()
                .contains(
                        "TestIdTest.ATest.whole",
                        "TestIdTest.ATest.Streaming.load",
                        "TestIdTest.ATest.Streaming.Deeper.load",
                        "TestIdTest.BTest.Streaming.load");
        assertThat(output.resolve(ATest.class.getName() + "$Streaming").resolve("load"))
                .isDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "ATest.Streaming.load, 1",
        "ATest.Streaming.Deeper.load, 1",
        "ATest.Streaming.Deeper, 1",
        "ATest.Streaming, 2",
        "ATest, 3"
    })
    void anInheritedTestIsAddressedByTheClassThatRuns(String scope, int tests) {
        List<LoadResult> results = run(ATest.class, Map.of("llmbench.TestIdTest." + scope + ".model", "addressed"));

        assertThat(results)
                .filteredOn(result -> result.plan().request().model().equals(Optional.of("addressed")))
                .hasSize(tests);
    }

    @ParameterizedTest
    @CsvSource({
        "TestIdTest.Base.Streaming.load, TestIdTest.ATest.Streaming.load",
        "TestIdTest.Base, TestIdTest.ATest",
        "Base.Streaming.load, TestIdTest.ATest.Streaming.load",
        "Streaming.load, TestIdTest.ATest.Streaming.load",
        "TestIdTest.ATest.streaming.load, TestIdTest.ATest.Streaming.load",
        "TestIdTest.ATest.load, TestIdTest.ATest.whole",
        "TestIdTset.ATest.whole, TestIdTest.ATest.whole"
    })
    void aKeyThatNamesAnInheritedTestOtherwiseIsRefused(String scope, String nearest) throws Exception {
        TestId test = TestId.of(
                ATest.class,
                List.of(Base.Streaming.class),
                Base.Streaming.class.getDeclaredMethod("load", LoadResult.class),
                List.of(),
                "");
        ConfiguredKeys given = new ConfiguredKeys(
                List.of(new ConfiguredKeys.Property("llmbench." + scope + ".stages", "The key")), List.of());

        assertThatThrownBy(() -> new UnknownKeys(test).refuse(given))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Did you mean llmbench." + nearest + ".stages?");
    }

    @SuppressWarnings("UnicodeInCode")
    static class Overloaded {
        @QuickLoad
        void load(java.util.Date date) {}

        @QuickLoad
        void load(java.sql.Date date) {}

        @QuickLoad
        void load(String name, int[] numbers) {}

        @QuickLoad
        void load(String name, int number) {}

        @QuickLoad
        void load() {}

        @QuickLoad
        void alike() {}

        @QuickLoad
        void Alike() {}

        @QuickLoad
        void быстро() {}

        @QuickLoad
        void 速い() {}

        @QuickLoad
        void 遅い() {}
    }

    @Test
    void methodsThatDifferHaveFoldersThatDifferOnEveryFileSystem() {
        assertThat(Stream.of(Overloaded.class.getDeclaredMethods()).map(this::folder))
                .doesNotHaveDuplicates()
                .allSatisfy(folder -> assertThat(folder).isASCII());
    }

    @Test
    void methodsThatDifferHaveNamesThatDiffer() {
        assertThat(Stream.of(Overloaded.class.getDeclaredMethods())
                        .map(method -> TestId.of(Overloaded.class, List.of(), method, List.of(), "")
                                .name()))
                .doesNotHaveDuplicates()
                .contains(
                        "TestIdTest.Overloaded.load(java.sql.Date)",
                        "TestIdTest.Overloaded.load(String, int)",
                        "TestIdTest.Overloaded.быстро");
    }

    private String folder(Method method) {
        TestId test = TestId.of(Overloaded.class, List.of(), method, List.of(), "");
        return OutputDirectory.of(output, test.directories())
                .getFileName()
                .toString()
                .toLowerCase(Locale.ROOT);
    }

    @Tag("fixture")
    @SuppressWarnings("UnicodeInCode")
    static class Scripts {
        @QuickLoad
        void быстро(LoadResult result) {
            FixtureRun.saw(result);
        }

        @QuickLoad
        void größe(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    /** Runs the fixture in a JVM of its own, whose locale is its parent's to choose. */
    static final class InItsLocale {
        public static void main(String[] args) {
            try (LoopbackServer server = new LoopbackServer()) {
                FixtureRun run =
                        FixtureRun.of(Scripts.class, Map.of("llm.url", server.url(), "llmbench.output-dir", args[0]));
                run.failures().forEach(Throwable::printStackTrace);
                System.out.println("results " + run.results().size());
            }
        }
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no such locales")
    @ParameterizedTest
    @ValueSource(strings = {"C", "en_US.ISO-8859-1"})
    void testsOfAnyScriptRunUnderEveryLocale(String locale) throws Exception {
        try (ChildJvm child =
                ChildJvm.shell("export LC_ALL=" + locale, InItsLocale.class, List.of(output.toString()))) {
            assertThat(child.ended()).contains("results 2");
        }
        assertThat(output.resolve(Scripts.class.getName())).isDirectoryContaining("glob:**/gr_e-*");
    }
}

package dev.llmbench.junit;

import static dev.llmbench.assertj.LlmAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.budget.Verdict;
import dev.llmbench.budget.Verdicts;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.report.files.SavedRun;
import dev.llmbench.result.LoadResult;
import dev.llmbench.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Budgets that are relative to earlier runs, as a test has them. */
class RelativeBudgetTest {
    private static final Duration USUAL = Duration.ofMillis(20);
    /** So much slower that no machine's noise comes near. */
    private static final Duration SLOW = Duration.ofMillis(200);

    @TempDir
    private Path history;

    private static final List<LoadResult> RESULTS = new ArrayList<>();

    @Tag("fixture")
    @ExtendWith(FixtureEnvironment.class)
    static class NoSlower {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 2, duration = "1m"),
                maxRequests = 8,
                budgets = {
                    @Budget(metric = Metric.TTFT, statistic = "p50", noWorseThan = "90%"),
                    @Budget(metric = Metric.ERROR_RATE, atMost = "1%")
                },
                acceptInvalid = true)
        void test(LoadResult result) {
            RESULTS.add(result);
        }
    }

    @Tag("fixture")
    @ExtendWith(FixtureEnvironment.class)
    static class AssertsInItsBody {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 2, duration = "1m"),
                maxRequests = 8,
                acceptInvalid = true)
        void test(LoadResult result) {
            assertThat(result).ttft().p50().isNoWorseThan("90%");
        }
    }

    @Tag("fixture")
    @ExtendWith(FixtureEnvironment.class)
    static class HasTwoLimits {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "1s"),
                budgets = @Budget(metric = Metric.TTFT, atMost = "1s", noWorseThan = "5%"))
        void test() {}
    }

    @Tag("fixture")
    @ExtendWith(FixtureEnvironment.class)
    static class ComparesErrors {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "1s"),
                budgets = @Budget(metric = Metric.ERROR_RATE, noWorseThan = "5%"))
        void test() {}
    }

    @Test
    void theFirstRunHasNoBaselineAndIsRecorded() throws IOException {
        assertThat(run(NoSlower.class, USUAL).failures()).isEmpty();

        assertThat(verdict().word()).isEqualTo("NO BASELINE");
        assertThat(verdict().detail()).contains("this is the first run", "limit no worse than 90 %");
        assertThat(recorded())
                .singleElement()
                .satisfies(file ->
                        assertThat(file.toString()).contains("dev.llmbench.junit.RelativeBudgetTest.NoSlower.test"));
    }

    @Test
    void anEqualRunPasses() throws IOException {
        run(NoSlower.class, USUAL);

        assertThat(run(NoSlower.class, USUAL).failures()).isEmpty();
        assertThat(verdict().kind()).isIn(Verdict.Kind.PASS, Verdict.Kind.INCONCLUSIVE);
        assertThat(verdict().detail()).contains("than the run before", "sees a slowdown of");
        assertThat(recorded()).hasSize(2);
    }

    @Test
    void aRunThatIsMuchSlowerFailsAndDoesNotMoveTheBaseline() throws IOException {
        run(NoSlower.class, USUAL);
        run(NoSlower.class, USUAL);

        assertThat(run(NoSlower.class, SLOW).failure())
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("slower than the 2 runs before", "BREACH (proven)");
        assertThat(run(NoSlower.class, SLOW).failure()).hasMessageContaining("slower than the 2 runs before");
        assertThat(recorded()).hasSize(4);
    }

    @Test
    void aRunThatIsReadAgainKeepsItsVerdict() throws IOException {
        run(NoSlower.class, USUAL);
        run(NoSlower.class, SLOW);

        LoadResult again = SavedRun.read(last().directory().orElseThrow()).result();
        assertThat(Verdicts.of(again).all()).isEqualTo(Verdicts.of(last()).all());
        assertThat(again.comparisons().all()).isEqualTo(last().comparisons().all());
    }

    @Test
    void junitIsToldTheVerdict() {
        assertThat(run(NoSlower.class, USUAL).reportEntries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.get("baseline.ttft.p50")).contains("NO BASELINE"));
    }

    @Test
    void theReportDrawsTheEarlierRuns() {
        run(NoSlower.class, USUAL);
        run(NoSlower.class, USUAL);

        assertThat(last().report().orElseThrow()).content().contains("TTFT p50 run by run", "\"baseline\"");
    }

    @Test
    void aDatabaseKeepsTheRunsInPlaceOfAFolder() throws IOException {
        Map<String, String> database = Map.of(
                "LLMBENCH_HISTORY_DIR", "jdbc:h2:mem:relative;DB_CLOSE_DELAY=-1",
                "LLMBENCH_HISTORY_USER", "load",
                "LLMBENCH_HISTORY_PASSWORD", "swordfish-9");
        run(NoSlower.class, USUAL, database);

        assertThat(run(NoSlower.class, USUAL, database).failures()).isEmpty();
        assertThat(verdict().detail()).contains("than the run before");
        assertThat(recorded()).isEmpty();
    }

    @Test
    void aPlaceThatCannotBeWrittenToFailsNoTest() throws IOException {
        Path taken = Files.writeString(history.resolve("taken"), "");

        assertThat(run(NoSlower.class, USUAL, Map.of("LLMBENCH_HISTORY_DIR", taken.toString()))
                        .failures())
                .isEmpty();
        assertThat(verdict().word()).isEqualTo("NO BASELINE");
    }

    @Test
    void aPullRequestIsComparedAndNotRecorded() throws IOException {
        run(NoSlower.class, USUAL);

        FixtureRun run = run(
                NoSlower.class,
                SLOW,
                Map.of("GITHUB_ACTIONS", "true", "GITHUB_EVENT_NAME", "pull_request", "GITHUB_HEAD_REF", "faster"));

        assertThat(run.failure()).hasMessageContaining("BREACH");
        assertThat(recorded()).hasSize(1);
    }

    @Test
    void aDamagedFileIsSkipped() throws IOException {
        run(NoSlower.class, USUAL);
        Files.writeString(recorded().get(0), "{ not json");

        assertThat(run(NoSlower.class, USUAL).failures()).isEmpty();
        assertThat(verdict().word()).isEqualTo("NO BASELINE");
        assertThat(recorded()).hasSize(2);
    }

    @Test
    void anotherEpochBeginsAnotherBaseline() {
        run(NoSlower.class, USUAL);

        assertThat(run(NoSlower.class, SLOW, Map.of("LLMBENCH_EPOCH", "slower model"))
                        .failures())
                .isEmpty();
        assertThat(verdict().detail()).contains("this is the first run of the epoch \"slower model\"");
    }

    @Test
    void anAssertionInTheBodyComparesWithRunsThatWereAskedToBeRecorded() throws IOException {
        run(AssertsInItsBody.class, USUAL);
        assertThat(recorded()).isEmpty();

        run(AssertsInItsBody.class, USUAL, Map.of("LLMBENCH_HISTORY_RECORD", "always"));
        assertThat(recorded()).hasSize(1);

        assertThat(run(AssertsInItsBody.class, SLOW).failure()).hasMessageContaining("slower than the run before");
        assertThat(recorded()).hasSize(1);
    }

    @Test
    void aRunThatBreaksAnAssertionIsRecordedAndDoesNotCount() throws IOException {
        Map<String, String> recording = Map.of("LLMBENCH_HISTORY_RECORD", "always");
        run(AssertsInItsBody.class, USUAL, recording);
        run(AssertsInItsBody.class, SLOW, recording);

        assertThat(run(AssertsInItsBody.class, SLOW, recording).failure())
                .hasMessageContaining("slower than the run before");
        assertThat(recorded()).hasSize(3);
    }

    @Test
    void theDefaultBranchRecordsHowFarApartTwoEndpointsAre() throws IOException {
        try (Simulator other = Simulator.builder().ttft(USUAL).outputTokens(3).start()) {
            FixtureRun run = run(
                    NoSlower.class,
                    USUAL,
                    Map.of(
                            "LLMBENCH_AGAINST", other.url(),
                            "LLMBENCH_MAX_REQUESTS", "200",
                            "GITHUB_ACTIONS", "true",
                            "GITHUB_REF", "refs/heads/main"));

            assertThat(run.failures()).isEmpty();
        }

        assertThat(verdict().detail()).contains("than at http://");
        assertThat(recorded())
                .singleElement()
                .satisfies(file -> assertThat(file).content().contains("\"pair.ttft.p50\""));
    }

    @Test
    void aBudgetThatThisRunGivesIsReadAsText() {
        run(NoSlower.class, USUAL, Map.of("LLMBENCH_BUDGETS", "tpot.mean<=baseline+5%, throughput>=baseline-10%"));

        assertThat(last().plan().budgets().get(0).relative().text()).isEqualTo("tpot.mean<=baseline+5%");
        assertThat(last().plan().budgets().get(1).relative().text()).isEqualTo("request_throughput>=baseline-10%");
    }

    @Test
    void aBudgetHasOneLimit() {
        assertThat(run(HasTwoLimits.class, USUAL).failure())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Give it one of atMost, atLeast and noWorseThan.");
    }

    @Test
    void anErrorRateIsNotComparedAndTheErrorSaysWhy() {
        assertThat(run(ComparesErrors.class, USUAL).failure())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ratio of small counts");
    }

    private static LoadResult last() {
        return RESULTS.get(RESULTS.size() - 1);
    }

    private static Verdict verdict() {
        return Verdicts.of(last()).all().get(0);
    }

    private List<Path> recorded() throws IOException {
        try (Stream<Path> files = Files.walk(history)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private FixtureRun run(Class<?> fixture, Duration ttft) {
        return run(fixture, ttft, Map.of());
    }

    private FixtureRun run(Class<?> fixture, Duration ttft, Map<String, String> environment) {
        Map<String, String> variables = new TreeMap<>(environment);
        variables.putIfAbsent("LLMBENCH_HISTORY_DIR", history.toString());
        try (Simulator server = Simulator.builder().ttft(ttft).outputTokens(3).start()) {
            FixtureEnvironment.set(variables);
            return FixtureRun.of(fixture, Map.of("llm.url", server.url()));
        } finally {
            FixtureEnvironment.set(Map.of());
        }
    }
}

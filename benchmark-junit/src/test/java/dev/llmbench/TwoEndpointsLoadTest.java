package dev.llmbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.plan.ArmOrder;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.LimitText;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadProfile;
import dev.llmbench.report.Terminal;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.report.console.ConsoleSummary;
import dev.llmbench.report.files.ResultFiles;
import dev.llmbench.report.files.SavedRun;
import dev.llmbench.report.markdown.MarkdownSummary;
import dev.llmbench.result.Block;
import dev.llmbench.result.LoadResult;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.simulator.Simulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two endpoints in one run, over real sockets. */
class TwoEndpointsLoadTest {
    private final Simulator candidate = simulator(40);
    private final Simulator baseline = simulator(20);

    @TempDir
    private Path directory;

    private static Simulator simulator(int ttftMillis) {
        return Simulator.builder()
                .ttft(Duration.ofMillis(ttftMillis))
                .tpot(Duration.ofMillis(1))
                .outputTokens(5)
                .start();
    }

    @AfterEach
    void stop() {
        candidate.close();
        baseline.close();
    }

    @Test
    void eachEndpointHasItsOwnFigures() throws Exception {
        LoadResult result = run(test -> test);
        LoadResult other = result.baseline().orElseThrow();
        assertThat(result.run().ok()).isEqualTo(other.run().ok()).isEqualTo(29);
        assertThat(result.ttft().min()).isGreaterThanOrEqualTo(Duration.ofMillis(40));
        assertThat(other.ttft().min()).isBetween(Duration.ofMillis(20), Duration.ofMillis(39));
        assertThat(other.plan().target().shownEndpoint()).startsWith(baseline.url());
    }

    @Test
    void bothGetTheSamePromptsAtTheSameTimes() throws Exception {
        run(test -> test);
        assertThat(rows(Arm.CANDIDATE))
                .extracting(row -> row.promptId() + " at " + row.at().scheduled())
                .containsExactlyInAnyOrderElementsOf(rows(Arm.BASELINE).stream()
                        .map(row -> row.promptId() + " at " + row.at().scheduled())
                        .toList());
    }

    @Test
    void budgetsAreJudgedOnTheCandidateAlone() throws Exception {
        Budget budget = LimitText.budgets("budgets", "ttft.p50<=35ms").get(0);
        LoadTest slow = test().budget(budget).build();
        slow.run();
        assertThat(slow.verdicts().failed()).isTrue();
        LoadTest fast = test().endpoint(baseline.url()).against(candidate.url()).budget(budget).build();
        fast.run();
        assertThat(fast.verdicts().failed()).isFalse();
    }

    @Test
    void theReportsShowBothEndpoints() throws Exception {
        LoadResult result = run(test -> test);
        List<VerdictLine> none = List.of();
        assertThat(ConsoleSummary.render(result, none, Terminal.ofStandardOutput()))
                .containsPattern("Against +" + baseline.url())
                .containsPattern("candidate +29 +0 .*\n.*baseline +29 +0 .*\n.*change .*\\+.* %");
        assertThat(MarkdownSummary.of(result, none)).contains("| candidate | 29 | 0 |", "| baseline | 29 | 0 |");
        assertThat(file(ResultFiles.REPORT_HTML)).contains("Candidate and baseline", baseline.url());
        assertThat(file(ResultFiles.SUMMARY_JSON)).containsPattern("\"baseline\" ?: ?\\{[^{]*\"endpoint\" ?: ?\"" + baseline.url());
    }

    @Test
    void theCsvNamesTheEndpointOfEachRequestAndItsLegendSaysSo() throws Exception {
        run(test -> test);
        assertThat(file("requests.csv")).contains(",arm\r\n", ",candidate\r\n", ",baseline\r\n");
        assertThat(file(ResultFiles.LEGEND)).contains("| `arm` |");
    }

    @Test
    void aRunWithOneEndpointHasNoSuchColumn() throws Exception {
        run(test -> test.against(" "));
        assertThat(file("requests.csv")).doesNotContain(",arm", "candidate");
        assertThat(file(ResultFiles.LEGEND)).doesNotContain("`arm`");
        assertThat(baseline.counts().received()).isZero();
    }

    @Test
    void aSavedRunGivesBothResultsAgain() throws Exception {
        LoadResult result = run(test -> test.order(ArmOrder.BLOCKS)
                .block(Duration.ofSeconds(1))
                .stage(15, Duration.ofSeconds(3)));
        LoadResult read = SavedRun.read(directory).result();
        assertThat(read.facts()).isEqualTo(result.facts());
        assertThat(figures(read)).isEqualTo(figures(result));
        assertThat(figures(read.baseline().orElseThrow()))
                .isEqualTo(figures(result.baseline().orElseThrow()));
    }

    @Test
    void inBlocksTheRatesAreThoseOfAnEndpointsOwnTime() throws Exception {
        LoadResult result = run(test -> test.order(ArmOrder.BLOCKS)
                .block(Duration.ofSeconds(1))
                .stage(15, Duration.ofSeconds(3)));
        assertThat(result.facts().blocks()).extracting(Block::pair).containsExactly(1, 1);
        assertThat(result.facts().blocks()).extracting(Block::arm).containsExactlyInAnyOrder(Arm.values());
        assertThat(result.run().scope().measured()).isEqualTo(Duration.ofSeconds(1));
        assertThat(result.run().ok()).isBetween(14L, 16L);
        assertThat(result.requestThroughput()).isBetween(12.0, 16.0);
        assertThat(result.baseline().orElseThrow().requestThroughput()).isBetween(12.0, 16.0);
        assertThat(rows(Arm.CANDIDATE)).anyMatch(row -> row.phase() == Phase.WARMUP);
    }

    @Test
    void whatIsWrongWithTheBaselineMakesTheRunInvalid() throws Exception {
        try (Simulator broken = Simulator.builder().errorRate(1, 503).start()) {
            LoadResult result = run(test -> test.against(broken.url()));
            assertThat(result.validity().causes())
                    .singleElement()
                    .asString()
                    .startsWith("Baseline: No request ended ok");
        }
    }

    @Test
    void aBaselineThatCannotBeReachedIsToldByTheProbe() {
        String nobody = baseline.url();
        baseline.close();
        assertThatThrownBy(() -> test().probe(true).build().run())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(nobody, "cannot be reached", "nothing was measured");
    }

    @Test
    void endpointsBehindOnePortGetDifferentSalts() throws Exception {
        LoadResult result = run(test -> test.endpoint(candidate.url() + "/v1/chat/completions")
                .against(candidate.url() + "/v1/chat/completions?deployment=base"));
        assertThat(result.facts().dataset().orElseThrow().salted()).isTrue();
        assertThat(result.plan().against().orElseThrow().notes(result.plan())).anyMatch(note -> note.contains("salted"));
    }

    @Test
    void thatASharedHostHidesCapacityIsSaid() {
        assertThat(notes(test())).anyMatch(note -> note.contains("order = BLOCKS"));
        assertThat(notes(test().order(ArmOrder.BLOCKS).block(Duration.ofSeconds(1)).stage(15, Duration.ofSeconds(9))))
                .noneMatch(note -> note.contains("order = BLOCKS"));
    }

    @Test
    void aKeyGoesToABaselineOnTheSameHost() {
        assertThat(baselineKey("http://a.test:1", "http://A.test:2")).isTrue();
        assertThat(baselineKey("http://a.test", "https://a.test")).isTrue();
    }

    @Test
    void aKeyGoesToNoOtherHostAndNotWithoutTls() {
        assertThat(baselineKey("http://a.test", "http://b.test")).isFalse();
        assertThat(baselineKey("https://a.test", "http://a.test")).isFalse();
    }

    @Test
    void headersWithCredentialsStayWithTheirHost() {
        LoadTest test = test("https://a.test", "https://b.test")
                .header("X-Team", "search")
                .header("X-Api-Key", "0123456789abcdef")
                .header("Cookie", "session=0123456789")
                .header("Host", "api.a.test")
                .build();
        var against = test.plan().against().orElseThrow();
        assertThat(against.target().headers()).containsOnlyKeys("X-Team");
        assertThat(against.notes(test.plan())).anyMatch(note -> note.contains("againstApiKey"));
    }

    @Test
    void aBaselineElsewhereMayHaveAKeyOfItsOwn() {
        LoadTest test = test("https://a.test", "https://b.test")
                .apiKey("key-of-the-candidate")
                .againstApiKey("key-of-the-baseline")
                .build();
        var target = test.plan().against().orElseThrow().target();
        assertThat(target.apiKey().orElseThrow().reveal()).isEqualTo("key-of-the-baseline");
        assertThat(test.plan().secrets().maskedIn("key-of-the-baseline, key-of-the-candidate"))
                .doesNotContain("key-of");
    }

    @Test
    void theSameEndpointTwiceIsRefused() {
        assertRefused(test().against(candidate.url()), "against", candidate.url(), "endpoint itself");
    }

    @Test
    void whatIsNoUrlIsRefusedByItsOwnName() {
        assertRefused(test().against("ftp://a.test"), "against", "ftp://a.test", "http or https");
        assertRefused(test().against("http://a b"), "against", "no URL");
    }

    @Test
    void aBreakpointRunIsRefused() {
        assertRefused(described("http://a.test", "http://b.test")
                        .startRate(1)
                        .profile(LoadProfile.SEARCH)
                        .target(10)
                        .budget(LimitText.budgets("budgets", "ttft.p95<=1s").get(0)), "against", "breakpoint");
    }

    @Test
    void twoLengthsAreRefused() {
        assertRefused(test().maxTokens(10).tpotByDifference(10), "against", "tpotByDifference");
    }

    @Test
    void blocksOfAChangingLoadAreRefused() {
        assertRefused(test().order(ArmOrder.BLOCKS).startRate(0), "order", "BLOCKS", "startRate = 10");
    }

    @Test
    void blocksWithALimitOnRequestsAreRefused() {
        assertRefused(test().order(ArmOrder.BLOCKS).maxRequests(10), "order", "BLOCKS", "maxRequests");
    }

    @Test
    void aBlockNeedsALengthAndTheStagesRoomForAPair() {
        assertRefused(test().order(ArmOrder.BLOCKS).block(Duration.ofMillis(900)), "block", "900ms", "at least 1s");
        assertRefused(test().order(ArmOrder.BLOCKS), "stages", "2s", "12s");
    }

    private static void assertRefused(LoadTestBuilder described, String... parts) {
        assertThatThrownBy(described::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(parts);
    }

    private boolean baselineKey(String endpoint, String against) {
        return test(endpoint, against)
                .apiKey("key-of-the-candidate")
                .build()
                .plan()
                .against()
                .orElseThrow()
                .target()
                .apiKey()
                .isPresent();
    }

    private static List<String> notes(LoadTestBuilder described) {
        var plan = described.build().plan();
        return plan.against().orElseThrow().notes(plan);
    }

    private LoadResult run(UnaryOperator<LoadTestBuilder> further) throws InterruptedException {
        return further.apply(test()).build().run();
    }

    private LoadTestBuilder test() {
        return test(candidate.url(), baseline.url());
    }

    private LoadTestBuilder test(String endpoint, String against) {
        return described(endpoint, against).stage(15, Duration.ofSeconds(2));
    }

    private LoadTestBuilder described(String endpoint, String against) {
        return LoadTest.builder()
                .name("two-endpoints")
                .endpoint(endpoint)
                .against(against)
                .dataset("classpath:junit/chat.jsonl")
                .load(LoadModel.ARRIVAL_RATE)
                .startRate(15)
                .outputDirectory(directory)
                .probe(false)
                .quiet(true);
    }

    private List<RequestSample> rows(Arm arm) {
        List<RequestSample> rows = new ArrayList<>();
        RequestsCsv.reader(directory.resolve("requests.csv")).of(arm).replay(rows::add);
        return rows;
    }

    private String file(String name) throws Exception {
        return Files.readString(directory.resolve(name));
    }

    private static String figures(LoadResult result) {
        return result.run().ok() + " " + result.ttft().p95() + " " + result.chunkGap().p95() + " " + result.chunkGap().count()
                + " " + result.requestThroughput() + " " + result.outputTokenThroughput() + " " + result.validity();
    }
}

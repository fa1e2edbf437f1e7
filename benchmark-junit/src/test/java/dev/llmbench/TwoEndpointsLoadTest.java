package dev.llmbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.budget.Verdict;
import dev.llmbench.budget.Verdicts;
import dev.llmbench.plan.ArmOrder;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.LimitText;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadProfile;
import dev.llmbench.report.Terminal;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.report.console.ConsoleSummary;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.report.files.ResultFiles;
import dev.llmbench.report.files.SavedRun;
import dev.llmbench.report.json.LoadSettings;
import dev.llmbench.report.markdown.MarkdownSummary;
import dev.llmbench.result.Block;
import dev.llmbench.result.LoadResult;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.simulator.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two endpoints in one run, over real sockets. */
class TwoEndpointsLoadTest {
    private static final Simulator CANDIDATE = simulator(120);
    private static final Simulator BASELINE = simulator(20);

    @TempDir
    private static Path simultaneous;

    @TempDir
    private static Path inBlocks;

    private static LoadResult together;
    private static LoadResult inTurn;

    @TempDir
    private Path directory;

    private static Simulator simulator(int ttftMillis) {
        return Simulator.builder()
                .ttft(Duration.ofMillis(ttftMillis))
                .tpot(Duration.ofMillis(1))
                .outputTokens(5)
                .start();
    }

    @BeforeAll
    static void run() throws InterruptedException {
        together = described(CANDIDATE.url(), BASELINE.url(), simultaneous)
                .stage(15, Duration.ofSeconds(1))
                .build()
                .run();
        inTurn = described(CANDIDATE.url(), BASELINE.url(), inBlocks)
                .order(ArmOrder.BLOCKS)
                .block(Duration.ofSeconds(1))
                .stage(15, Duration.ofSeconds(6))
                .build()
                .run();
    }

    @AfterAll
    static void stop() {
        CANDIDATE.close();
        BASELINE.close();
    }

    @Test
    void eachEndpointHasItsOwnFigures() {
        LoadResult other = together.baseline().orElseThrow();
        assertThat(together.run().ok()).isEqualTo(other.run().ok()).isEqualTo(14);
        assertThat(together.ttft().min()).isGreaterThanOrEqualTo(Duration.ofMillis(120));
        assertThat(other.ttft().min()).isLessThan(Duration.ofMillis(120));
        assertThat(other.plan().target().shownEndpoint()).startsWith(BASELINE.url());
    }

    @Test
    void bothGetTheSamePromptsAtTheSameTimes() {
        assertThat(promptsAndTimes(Arm.CANDIDATE)).containsExactlyInAnyOrderElementsOf(promptsAndTimes(Arm.BASELINE));
    }

    private static List<String> promptsAndTimes(Arm arm) {
        return rows(simultaneous, arm).stream()
                .map(row -> row.promptId() + " at " + row.at().scheduled())
                .toList();
    }

    @Test
    void budgetsAreJudgedOnTheCandidateAlone() {
        assertThat(judged("ttft.min<=100ms")).isFalse();
        assertThat(judged("ttft.min>=100ms")).isTrue();
    }

    private static boolean judged(String budget) {
        try {
            LoadResult read = SavedRun.read(
                            simultaneous,
                            plan -> plan.judgedBy(
                                    LimitText.budgets("budgets", budget), GoodputLimits.NONE, Evidence.POINT, true))
                    .result();
            return !Verdicts.of(read).failed();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void relativeBudgetsAreJudgedOnBothEndpoints() throws Exception {
        LoadResult result = described(CANDIDATE.url(), BASELINE.url(), directory)
                .startRate(100)
                .stage(100, Duration.ofSeconds(2))
                .budget(LimitText.budgets("budgets", "ttft.p50<=baseline+90%").get(0))
                .budget(LimitText.budgets("budgets", "throughput>=baseline-90%").get(0))
                .build()
                .run();

        Verdict slower = Verdicts.of(result).all().get(0);
        assertThat(slower.word()).isEqualTo("BREACH (proven)");
        assertThat(slower.detail()).contains("slower than at " + BASELINE.url(), "limit no worse than 90 %");
        assertThat(Verdicts.of(result).all().get(1).kind()).isEqualTo(Verdict.Kind.PASS);
        assertThat(Verdicts.of(SavedRun.read(directory).result()).all())
                .isEqualTo(Verdicts.of(result).all());
        assertThat(judgedAgain("tpot.mean<=baseline+50%").detail()).contains("than at " + BASELINE.url());
        assertThat(file(directory, ResultFiles.REPORT_HTML))
                .contains(
                        "slower than at",
                        "TTFT p50 compared with the baseline, block by block",
                        "Hodges–Lehmann estimate is +");
    }

    private Verdict judgedAgain(String budget) throws IOException {
        LoadResult read = SavedRun.read(
                        directory,
                        plan -> plan.judgedBy(
                                LimitText.budgets("budgets", budget), GoodputLimits.NONE, Evidence.POINT, true))
                .result();
        return Verdicts.of(read).all().get(0);
    }

    @Test
    void aRunWithTwoEndpointsIsNoBaselineOfOneWithOne() {
        assertThat(LoadSettings.of(together.plan())).containsEntry("against", "SIMULTANEOUS");
        assertThat(LoadSettings.of(inTurn.plan())).containsEntry("against", "BLOCKS of 1s");
        assertThat(LoadSettings.of(test().against("").build().plan())).doesNotContainKey("against");
    }

    @Test
    void theReportsShowBothEndpoints() throws Exception {
        List<VerdictLine> none = List.of();
        assertThat(ConsoleSummary.render(together, none, Terminal.ofStandardOutput()))
                .containsPattern("Against +" + BASELINE.url())
                .containsPattern("candidate +14 +0 .*\n.*baseline +14 +0 .*\n.*change .*\\+.* %");
        assertThat(MarkdownSummary.of(together, none)).contains("| candidate | 14 | 0 |", "| baseline | 14 | 0 |");
        assertThat(file(simultaneous, ResultFiles.REPORT_HTML)).contains("Candidate and baseline", BASELINE.url());
        assertThat(file(simultaneous, ResultFiles.SUMMARY_JSON))
                .containsPattern("\"baseline\" ?: ?\\{\\s*\"endpoint\" ?: ?\"" + BASELINE.url());
    }

    @Test
    void theCsvNamesTheEndpointOfEachRequestAndItsLegendSaysSo() throws Exception {
        assertThat(file(simultaneous, "requests.csv")).contains(",arm,worker\r\n", ",candidate,\r\n", ",baseline,\r\n");
        assertThat(file(simultaneous, ResultFiles.LEGEND)).contains("| `arm` |");
    }

    @Test
    void aRunWithOneEndpointHasNoSuchColumn() throws Exception {
        long before = BASELINE.counts().received();
        run(test -> test.against(" "));
        assertThat(file(directory, "requests.csv")).doesNotContain(",arm", "candidate");
        assertThat(file(directory, ResultFiles.LEGEND)).doesNotContain("`arm`");
        assertThat(BASELINE.counts().received()).isEqualTo(before);
    }

    @Test
    void aSavedRunGivesBothResultsAgain() throws Exception {
        LoadResult read = SavedRun.read(inBlocks).result();
        assertThat(read.facts()).isEqualTo(inTurn.facts());
        assertThat(figures(read)).isEqualTo(figures(inTurn));
        assertThat(figures(read.baseline().orElseThrow()))
                .isEqualTo(figures(inTurn.baseline().orElseThrow()));
    }

    @Test
    void inBlocksOnlyAnEndpointsOwnTimeCounts() {
        assertThat(inTurn.facts().blocks()).extracting(Block::pair).containsExactly(1, 1);
        assertThat(inTurn.facts().blocks()).extracting(Block::arm).containsExactlyInAnyOrder(Arm.values());
        for (Block block : inTurn.facts().blocks()) {
            LoadResult its =
                    block.arm() == Arm.CANDIDATE ? inTurn : inTurn.baseline().orElseThrow();
            List<RequestSample> measured = rows(inBlocks, block.arm()).stream()
                    .filter(row -> row.phase() == Phase.MEASURED)
                    .toList();
            assertThat(its.run().scope().measured()).isEqualTo(Duration.ofSeconds(1));
            assertThat(its.run().requests()).isEqualTo(measured.size()).isPositive();
            assertThat(its.requestThroughput()).isEqualTo((double) rows(inBlocks, block.arm()).stream()
                    .filter(row -> row.outcome() == Outcome.OK
                            && block.contains(row.at().end()))
                    .count());
        }
    }

    @Test
    void whatIsWrongWithTheBaselineMakesTheRunInvalid() throws Exception {
        try (Simulator broken = Simulator.builder().errorRate(1, 503).start()) {
            LoadResult result = run(test -> test.against(broken.url()));
            assertThat(result.validity().causes()).anyMatch(cause -> cause.startsWith("Baseline: No request ended ok"));
        }
    }

    @Test
    void aBaselineThatCannotBeReachedIsToldByTheProbe() {
        Simulator closed = simulator(1);
        String nobody = closed.url();
        closed.close();
        assertThatThrownBy(() -> test().against(nobody).probe(true).build().run())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(nobody, "cannot be reached", "nothing was measured");
    }

    @Test
    void endpointsBehindOnePortGetDifferentSalts() throws Exception {
        LoadResult result = run(test -> test.endpoint(CANDIDATE.url() + "/v1/chat/completions")
                .against(CANDIDATE.url() + "/v1/chat/completions?deployment=base"));
        assertThat(result.facts().dataset().orElseThrow().salted()).isTrue();
        assertThat(result.plan().against().orElseThrow().notes(result.plan()))
                .anyMatch(note -> note.contains("salted"));
    }

    @Test
    void thatASharedHostHidesCapacityIsSaid() {
        assertThat(notes(test())).anyMatch(note -> note.contains("order = BLOCKS"));
        assertThat(notes(test().order(ArmOrder.BLOCKS)
                        .block(Duration.ofSeconds(1))
                        .stage(15, Duration.ofSeconds(9))))
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
        assertRefused(test().against(CANDIDATE.url()), "against", CANDIDATE.url(), "endpoint under test");
    }

    @Test
    void whatIsNoUrlIsRefusedByItsOwnName() {
        assertRefused(test().against("ftp://a.test"), "against", "ftp://a.test", "http or https");
        assertRefused(test().against("http://a b"), "against", "not a URL");
    }

    @Test
    void aBreakpointRunIsRefused() {
        assertRefused(
                described("http://a.test", "http://b.test", directory)
                        .startRate(1)
                        .profile(LoadProfile.SEARCH)
                        .target(10)
                        .budget(LimitText.budgets("budgets", "ttft.p95<=1s").get(0)),
                "against",
                "breakpoint");
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
        assertRefused(test().order(ArmOrder.BLOCKS), "stages", "1s", "12s");
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
        return test(CANDIDATE.url(), BASELINE.url());
    }

    private LoadTestBuilder test(String endpoint, String against) {
        return described(endpoint, against, directory).stage(15, Duration.ofSeconds(1));
    }

    private static LoadTestBuilder described(String endpoint, String against, Path directory) {
        return LoadTest.builder()
                .name("two-endpoints")
                .historyRecord("never")
                .endpoint(endpoint)
                .against(against)
                .dataset("classpath:junit/chat.jsonl")
                .load(LoadModel.ARRIVAL_RATE)
                .startRate(15)
                .outputDirectory(directory)
                .acceptInvalid(true)
                .probe(false)
                .quiet(true);
    }

    private static List<RequestSample> rows(Path directory, Arm arm) {
        List<RequestSample> rows = new ArrayList<>();
        RequestsCsv.reader(directory.resolve("requests.csv")).of(arm).replay(rows::add);
        return rows;
    }

    private static String file(Path directory, String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    private static String figures(LoadResult result) {
        return result.run().ok() + " " + result.ttft().p95() + " "
                + result.chunkGap().p95() + " " + result.chunkGap().count() + " " + result.requestThroughput() + " "
                + result.outputTokenThroughput() + " " + result.validity();
    }
}

package dev.llmbench.report.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.EarlyEnd;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.ModelFigure;
import dev.llmbench.plan.ModelProfile;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.RisingLoad;
import dev.llmbench.plan.Stage;
import dev.llmbench.plan.TlsTrust;
import dev.llmbench.report.Mark;
import dev.llmbench.report.Runs;
import dev.llmbench.report.Terminal;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.DatasetUse;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Recorder;
import dev.llmbench.result.Results;
import dev.llmbench.result.Samples;
import dev.llmbench.result.WorkerFacts;
import dev.llmbench.result.Workers;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.Tokens;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConsoleSummaryTest {
    private static final Path HERE = Path.of("/home/me/project");
    private static final Terminal UNICODE = new Terminal(true, false, HERE);
    private static final Terminal ASCII = new Terminal(false, false, HERE);

    private static final List<VerdictLine> KEPT = List.of(
            new VerdictLine("PASS", "TTFT p95 284 ms ≤ 300 ms: 12 of 622 over the limit", false, Mark.GOOD),
            new VerdictLine(
                    "PASS (proven)", "Chunk gap p99 24.9 ms ≤ 60 ms: none of 61,281 over the limit", false, Mark.GOOD));
    private static final List<VerdictLine> BROKEN = List.of(
            new VerdictLine(
                    "BREACH (proven)",
                    "TTFT p95 284 ms ≤ 250 ms: 155 of 622 over the limit, which is at least 22.1 % of all requests,"
                            + " and at most 5 % may be",
                    true,
                    Mark.BAD),
            new VerdictLine("PASS", "Error rate 0.322 % ≤ 1 %", false, Mark.GOOD));

    @Test
    void theUseOfTheModelIsShownWhereItsProfileIsKnown() {
        ModelProfile noGeometry = ModelProfile.of(Map.of(ModelFigure.PARAMETERS, 8e9, ModelFigure.PEAK_FLOPS, 1e15));
        LoadResult result = Runs.result(Plans.with(noGeometry, Runs.plan()), Runs.samples(TokenSource.USAGE));

        assertThat(ConsoleSummary.render(result, KEPT, UNICODE))
                .contains("  Model use   MBU -, MTU (MFU in tokens) 1.12 % of own figures\n");
    }

    @Test
    void eachWorkerHasALineAndThoseInTroubleComeFirst() {
        RequestSample sample = Samples.ok().lag(Duration.ofNanos(400_000)).sample();
        List<WorkerFacts> workers = List.of(
                Workers.worker(1).facts(),
                Workers.worker(2)
                        .host("ci\u001b[31m\n-w-2")
                        .clockError(Duration.ofNanos(800_000))
                        .facts(),
                Workers.worker(3).ended("was lost at 0:41").rows(171).dropped(5).facts());

        assertThat(ConsoleSummary.render(
                        Workers.result(
                                Runs.plan(),
                                workers,
                                sample.toBuilder().worker(1).build()),
                        KEPT,
                        UNICODE))
                .contains("""
                          Workers     3, started within 0.800 ms of each other; drift at most 1.90 ms
                          Worker 3    ci-w-3, 4 cores, was lost at 0:41: 208 requests, 5 dropped, longest stall 3 ms,
                                      CPU 12 %
                          Worker 1    ci-w-1, 4 cores: 208 requests, lag p99 0.400 ms, longest stall 3 ms, CPU 12 %
                          Worker 2    ci [31m -w-2, 4 cores: 208 requests, longest stall 3 ms, CPU 12 %
                        """);
    }

    @Test
    void ofManyWorkersTenAreShown() {
        assertThat(ConsoleSummary.render(
                        Workers.result(
                                Runs.plan(), Workers.fine(50), Samples.ok().sample()),
                        KEPT,
                        UNICODE))
                .contains("  Worker 10 ", "  …           40 more in summary.json\n")
                .doesNotContain("Worker 11");
    }

    @Test
    void aGoodRunIsOnePageWithTheVerdictFirst() {
        GoodputLimits goodput =
                new GoodputLimits(Map.of(Metric.TTFT, Duration.ofMillis(300), Metric.TPOT, Duration.ofMillis(50)));
        LoadResult result = Runs.result(Runs.plan(goodput, true), Runs.samples(TokenSource.USAGE))
                .in(HERE.resolve("target/llm-load/com.acme.ChatLatencyIT/chatStaysFast"));

        assertThat(ConsoleSummary.render(result, KEPT, UNICODE)).isEqualTo("""

                PASS  ChatLatencyIT.chatStaysFast ──────────────────────────────────────────────────────────────
                  Endpoint    http://localhost:8000/v1/chat/completions?api_key=***
                  Model       meta-llama/Llama-4-Scout-17B-16E-Instruct
                  Load        1 → 10 users 30s, 10 users 2m; took 2m31s
                  Requests    619 ok, 2 errors, 3 interrupted; error rate 0.322 %
                  Transport   event loops

                  Latency               n    mean       p50       p90       p95       p99       max
                  TTFT                619    231 ms    227 ms    271 ms    284 ms    309 ms    348 ms
                    from schedule     619    231 ms    227 ms    271 ms    284 ms    310 ms    348 ms
                  TPOT                619   20.0 ms   20.0 ms   20.4 ms   20.5 ms   20.7 ms   20.9 ms
                  Chunk gap        61,281   20.0 ms   20.0 ms   24.0 ms   24.5 ms   24.9 ms   25.0 ms
                  E2E latency         619   2.21 s    2.21 s    2.27 s    2.29 s    2.32 s    2.36 s
                    from schedule     619   2.21 s    2.21 s    2.27 s    2.29 s    2.32 s    2.36 s
                  First byte          619    126 ms    122 ms    162 ms    175 ms    199 ms    238 ms
                  Dispatch lag        619  0.355 ms  0.358 ms  0.513 ms  0.529 ms  0.542 ms  0.549 ms

                  Throughput  4.08 req/s, 408 output tok/s, 702 total tok/s
                  Goodput     3.98 req/s, 97.3 % good: TTFT ≤ 300 ms, TPOT ≤ 50 ms
                  Generator   lag p99 0.542 ms, CPU 23 % of 2 cores, longest stall 3 ms, at most 10 in flight

                  Stage                 ok  errors  req/s  TTFT p95  TPOT p95  E2E p95
                  1  1 → 10 users 30s   80       1   2.33    293 ms   20.5 ms  2.29 s
                  2  10 users 2m       539       1   4.52    284 ms   20.5 ms  2.28 s

                  ✓ PASS           TTFT p95 284 ms ≤ 300 ms: 12 of 622 over the limit
                  ✓ PASS (proven)  Chunk gap p99 24.9 ms ≤ 60 ms: none of 61,281 over the limit

                  Errors      2 × http_429: Rate limit reached for requests: limit 600 a minute, retry after 1 s

                  Files       target/llm-load/com.acme.ChatLatencyIT/chatStaysFast
                """);
    }

    @Test
    void embeddingsHaveTheTokensOfTheirPromptsAlone() {
        List<RequestSample> samples = Runs.samples(TokenSource.USAGE).stream()
                .map(sample -> sample.toBuilder()
                        .tokens(new Tokens(50, Tokens.UNKNOWN, Tokens.UNKNOWN, 0, null, 0))
                        .build())
                .toList();

        assertThat(ConsoleSummary.render(Runs.result(Runs.embeddings(), samples), KEPT, ASCII))
                .contains("Throughput  4.08 req/s, 204 prompt tok/s\n")
                .doesNotContain("output tok/s");
    }

    @Test
    void aBrokenBudgetWrapsBesideItsVerdictAndEstimatesAreMarked() {
        LoadResult result = Runs.result(Runs.plan(), Runs.samples(TokenSource.CHUNKS));

        assertThat(ConsoleSummary.render(result, BROKEN, ASCII)).isEqualTo("""

                FAIL  ChatLatencyIT.chatStaysFast --------------------------------------------------------------
                  Endpoint    http://localhost:8000/v1/chat/completions?api_key=***
                  Model       meta-llama/Llama-4-Scout-17B-16E-Instruct
                  Load        1 -> 10 users 30s, 10 users 2m; took 2m31s
                  Requests    619 ok, 2 errors, 3 interrupted; error rate 0.322 %
                  Transport   event loops
                  Tokens      estimated where marked: no usage from the server, so each chunk counts as one

                  Latency                n    mean       p50       p90       p95       p99       max
                  TTFT                 619    231 ms    227 ms    271 ms    284 ms    309 ms    348 ms
                    from schedule      619    231 ms    227 ms    271 ms    284 ms    310 ms    348 ms
                  TPOT (estimated)     619   20.0 ms   20.0 ms   20.4 ms   20.5 ms   20.7 ms   20.9 ms
                  Chunk gap         61,281   20.0 ms   20.0 ms   24.0 ms   24.5 ms   24.9 ms   25.0 ms
                  E2E latency          619   2.21 s    2.21 s    2.27 s    2.29 s    2.32 s    2.36 s
                    from schedule      619   2.21 s    2.21 s    2.27 s    2.29 s    2.32 s    2.36 s
                  First byte           619    126 ms    122 ms    162 ms    175 ms    199 ms    238 ms
                  Dispatch lag         619  0.355 ms  0.358 ms  0.513 ms  0.529 ms  0.542 ms  0.549 ms

                  Throughput  4.08 req/s, 408 output tok/s, 702 total tok/s (estimated)
                  Generator   lag p99 0.542 ms, CPU 23 % of 2 cores, longest stall 3 ms, at most 10 in flight

                  Stage                  ok  errors  req/s  TTFT p95  TPOT p95 (est.)  E2E p95
                  1  1 -> 10 users 30s   80       1   2.33    293 ms          20.5 ms  2.29 s
                  2  10 users 2m        539       1   4.52    284 ms          20.5 ms  2.28 s

                  x BREACH (proven)  TTFT p95 284 ms <= 250 ms: 155 of 622 over the limit, which is at least
                                     22.1 % of all requests, and at most 5 % may be
                  + PASS             Error rate 0.322 % <= 1 %

                  Errors      2 x http_429: Rate limit reached for requests: limit 600 a minute, retry after 1 s
                """);
    }

    @Test
    void whereALoadBrokeStandsBelowItsStages() {
        RisingLoad rising = new RisingLoad(Duration.ofSeconds(9));
        Breakpoint found = new Breakpoint(
                LoadModel.ARRIVAL_RATE,
                OptionalDouble.of(38.291),
                OptionalDouble.of(41),
                Optional.of("12 of 40 requests took longer"),
                List.of());
        Load load = Load.ofArrivals(
                0,
                List.of(new Stage(20, Duration.ofMinutes(1)), new Stage(100, Duration.ofMinutes(9))),
                Duration.ZERO,
                100,
                1);
        LoadResult result = Results.broken(
                Runs.plan(load, new EarlyEnd(Optional.empty(), Optional.of(rising))),
                found,
                0,
                Runs.samples(TokenSource.USAGE));

        assertThat(ConsoleSummary.render(result, List.of(), UNICODE))
                .contains("  Load        0 → 20/s 1m, 20 → 100/s 9m until a budget breaks for 9s; took 10m\n")
                .contains("TTFT p95 / scheduled")
                .contains("  Breakpoint  held 38.3/s, broke at 41/s: 12 of 40 requests took longer\n");
    }

    @Test
    void theFirstOutputIsShownApartWhereReasoningCameBeforeIt() {
        LoadResult result = Results.result(
                Runs.plan(),
                Samples.ok()
                        .reasoning(Duration.ofMillis(100))
                        .ttft(Duration.ofMillis(400))
                        .connect(Duration.ofMillis(7))
                        .sample());

        assertThat(ConsoleSummary.render(result, KEPT, UNICODE))
                .containsPattern("TTFT +1 +100 ms")
                .containsPattern("TTFO +1 +400 ms")
                .containsPattern("Connect +1 +7 ms");
    }

    @Test
    void aServerThatNobodyVerifiedIsSaidToBeSo() {
        LoadPlan insecure = Plans.to("https://localhost/v1/chat/completions", TlsTrust.INSECURE, HttpVersion.HTTP_1_1);

        assertThat(ConsoleSummary.render(Results.result(insecure), KEPT, UNICODE))
                .contains("  NOT SECURE  trust = \"insecure\" accepts any certificate");
        assertThat(ConsoleProgress.opening(insecure, UNICODE)).contains("\nNOT SECURE: trust = ");
    }

    @Test
    void whoAsksForHttp2IsToldWhatWasSpoken() {
        assertThat(spoken(HttpVersion.HTTP_2, HttpVersion.HTTP_2)).contains("  Protocol    HTTP/2\n");
        assertThat(spoken(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1, HttpVersion.HTTP_2))
                .contains("  Protocol    HTTP/1.1 and HTTP/2\n");
        assertThat(spoken(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .contains("  Protocol    HTTP/1.1, since the server does not offer HTTP/2");
        assertThat(spoken(HttpVersion.HTTP_2)).doesNotContain("Protocol");
        assertThat(spoken(HttpVersion.HTTP_1_1, HttpVersion.HTTP_1_1)).doesNotContain("Protocol");
    }

    @Test
    void requestsThatWereSentOnceMoreAreToldWhereThereAreAny() {
        assertThat(reconnecting(0)).doesNotContain("Reconnects");
        assertThat(reconnecting(1)).contains("  Reconnects  1 request sent again");
        assertThat(reconnecting(1_200)).contains("  Reconnects  1,200 requests sent again");
    }

    private static String reconnecting(long count) {
        LoadPlan plan = Plans.to("http://localhost/v1/chat/completions", TlsTrust.OF_THE_JVM, HttpVersion.HTTP_1_1);
        LoadResult result = new Recorder(plan)
                .result(
                        Results.result(plan).facts().toBuilder()
                                .reconnects(count)
                                .build(),
                        sink -> false);
        return ConsoleSummary.render(result, KEPT, UNICODE);
    }

    private static String spoken(HttpVersion asked, HttpVersion... spoken) {
        LoadPlan plan = Plans.to("https://localhost/v1/chat/completions", TlsTrust.OF_THE_JVM, asked);
        LoadResult result = new Recorder(plan)
                .result(
                        Results.result(plan).facts().toBuilder()
                                .spoken(Set.of(spoken))
                                .build(),
                        sink -> false);
        return ConsoleSummary.render(result, KEPT, UNICODE);
    }

    @Test
    void repeatsOfPromptsAreToldUnlessEachWasSalted() {
        LoadResult salted = read(Runs.samples(TokenSource.USAGE), new DatasetUse(200, 624, true));
        LoadResult repeated = read(Runs.samples(TokenSource.USAGE), new DatasetUse(200, 624, false));

        assertThat(ConsoleSummary.render(repeated, KEPT, UNICODE))
                .contains("  Dataset     each of 200 prompts was sent 3.12 times on average");
        assertThat(ConsoleSummary.render(salted, KEPT, UNICODE)).doesNotContain("  Dataset ");
    }

    private static LoadResult read(List<RequestSample> samples, DatasetUse use) {
        Recorder recorder = new Recorder(Runs.plan());
        samples.forEach(recorder::accept);
        return recorder.result(
                Runs.result(Runs.plan(), samples).facts().toBuilder()
                        .dataset(Optional.of(use))
                        .build(),
                sink -> false);
    }

    @Test
    void aRunThatItsOwnRuleEndedSaysWhyFirst() {
        LoadResult result = Results.aborted(
                Runs.plan(),
                Duration.ofSeconds(12),
                "ended after 12s, since a budget was broken",
                Runs.samples(TokenSource.USAGE));

        assertThat(ConsoleSummary.render(result, KEPT, UNICODE).lines().limit(3).skip(1))
                .satisfiesExactly(
                        title -> assertThat(title).startsWith("FAIL"),
                        why -> assertThat(why)
                                .isEqualTo("  Aborted     The run ended after 12s, since a budget was broken"));
    }

    @Test
    void aLongSteadyLoadTellsItsDrift() {
        Load soak = Load.ofUsers(
                10,
                List.of(new Stage(10, Duration.ofSeconds(30)), new Stage(10, Duration.ofMinutes(10))),
                Duration.ZERO,
                Duration.ZERO,
                1);

        assertThat(ConsoleSummary.render(
                        Results.result(Runs.plan(soak, EarlyEnd.NONE), Runs.samples(TokenSource.USAGE)), KEPT, UNICODE))
                .containsPattern("  Drift +TTFT p50 drift was \\S+ %/h")
                .containsPattern("\n  Drift +TPOT p50 drift was");
    }

    @Test
    void anInvalidRunSaysWhyBeforeAnythingElse() {
        assertThat(ConsoleSummary.render(failedRun("Connection refused"), KEPT, UNICODE)
                        .lines()
                        .limit(3))
                .containsExactly(
                        "",
                        "INVALID  ChatLatencyIT.chatStaysFast ───────────────────────────────────────────────────────────",
                        "  Invalid     No request ended ok: errors 1, interrupted 0");
    }

    @Test
    void whereNoRequestEndedOkThereIsNoLatencyTable() {
        assertThat(ConsoleSummary.render(failedRun("Connection refused"), KEPT, UNICODE))
                .contains("  Requests    0 ok, 1 error, 0 interrupted; error rate 100 %\n")
                .contains("  Errors      1 × connect: Connection refused\n")
                .doesNotContain("Latency  ");
    }

    @Test
    void anErrorOfTheServerIsCutMaskedAndKeptFromControllingTheTerminal() {
        String summary = ConsoleSummary.render(
                failedRun("\u001b[2J\n" + Runs.API_KEY + " is bad " + "x".repeat(900)), KEPT, UNICODE);

        assertThat(summary)
                .contains("connect: [2J *** is bad\n")
                .doesNotContain("\u001b")
                .doesNotContain("x".repeat(151));
    }

    @Test
    void aRunThatIsNotStreamedSaysSo() {
        LoadResult result = Runs.result(Runs.plan(GoodputLimits.NONE, false), List.of());

        assertThat(ConsoleSummary.render(result, KEPT, UNICODE))
                .contains(
                        "  Streaming   off: TTFT is the time to the first byte of the document, and there is no TPOT\n");
    }

    @Test
    void aSingleStageHasNoTableOfItsOwn() {
        assertThat(ConsoleSummary.render(staged(1), KEPT, UNICODE))
                .contains("  Load        10 users 10s;")
                .doesNotContain("  Stage ");
    }

    @Test
    void manyStagesAreCutWithASignpost() {
        assertThat(ConsoleSummary.render(staged(30), KEPT, UNICODE))
                .contains("10 users 10s, … (30 stages); took")
                .contains("  …           10 more in summary.json\n");
    }

    @Test
    void noLineIsWiderThanThePage() {
        List<VerdictLine> wordy = List.of(new VerdictLine("BREACH (proven)", "word ".repeat(100), true, Mark.BAD));
        for (Terminal terminal : List.of(UNICODE, ASCII)) {
            assertThat(ConsoleSummary.render(failedRun("long ".repeat(60)), wordy, terminal)
                            .lines())
                    .allMatch(line -> line.length() <= Terminal.USUAL_WIDTH);
        }
    }

    @Test
    void withoutUnicodeEverySignIsAscii() {
        LoadResult result = Runs.result(Runs.plan(), Runs.samples(TokenSource.USAGE));

        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(ConsoleSummary.render(result, BROKEN, ASCII)))
                .isTrue();
    }

    @Test
    void onlyVerdictsAreColoured() {
        String plain = ConsoleSummary.render(failedRun("x"), BROKEN, UNICODE);
        String coloured = ConsoleSummary.render(failedRun("x"), BROKEN, new Terminal(true, true, HERE));

        assertThat(coloured)
                .contains("\u001b[1;31mINVALID\u001b[0m  Chat")
                .contains("\u001b[1;31m✗ BREACH (proven)\u001b[0m  TTFT")
                .contains("\u001b[1;32m✓ PASS\u001b[0m             Error");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
    }

    @Test
    void doubtHasAMarkAWordAndAColourOfItsOwn() {
        LoadResult result = Runs.result(Runs.plan(), Runs.samples(TokenSource.USAGE));
        List<VerdictLine> undecided =
                List.of(new VerdictLine("INCONCLUSIVE", "TTFT drift is unknown", true, Mark.UNSURE));

        assertThat(ConsoleSummary.render(result, undecided, new Terminal(true, true, HERE)))
                .contains("\u001b[1;33mINCONCLUSIVE\u001b[0m  Chat")
                .contains("\u001b[1;33m? INCONCLUSIVE\u001b[0m  TTFT drift is unknown");
    }

    @Test
    void filesElsewhereAreGivenByTheirWholePath() {
        Path elsewhere = Path.of("/tmp/out/chat").toAbsolutePath();

        assertThat(ConsoleSummary.render(failedRun("x").in(elsewhere), KEPT, UNICODE))
                .endsWith("  Files       " + elsewhere + "\n");
    }

    private static LoadResult failedRun(String error) {
        Moments at = Moments.scheduledAt(0).dispatched(1).end(2_000).build();
        RequestSample sample = Runs.error(1, 1, at, 0, Outcome.CONNECT, error);
        return Runs.result(Runs.plan(), List.of(sample));
    }

    private static LoadResult staged(int count) {
        List<Stage> stages = Collections.nCopies(count, new Stage(10, Duration.ofSeconds(10)));
        Load load = Load.ofUsers(10, stages, Duration.ZERO, Duration.ZERO, 1);
        return Runs.result(Runs.plan(load, GoodputLimits.NONE, true), List.of());
    }
}

package dev.llmbench.report.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.budget.Verdict;
import dev.llmbench.budget.Verdicts;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.AbortRule;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.EarlyEnd;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.LimitText;
import dev.llmbench.plan.Limits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Measuring;
import dev.llmbench.plan.ModelProfile;
import dev.llmbench.plan.Pace;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.RateSearch;
import dev.llmbench.plan.RisingLoad;
import dev.llmbench.plan.Stage;
import dev.llmbench.plan.ThinkTime;
import dev.llmbench.plan.TwoLengths;
import dev.llmbench.report.Runs;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.DatasetUse;
import dev.llmbench.result.GeneratorLog;
import dev.llmbench.result.GeneratorSlot;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Recorder;
import dev.llmbench.result.RunFacts;
import dev.llmbench.result.Stalls;
import dev.llmbench.sample.PairPart;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.Stall;
import dev.llmbench.sample.TokenSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavedRunTest {
    private static final GoodputLimits GOODPUT =
            new GoodputLimits(Map.of(Metric.TTFT, Duration.ofMillis(260), Metric.TPOT, Duration.ofMillis(21)));
    private static final List<RequestSample> SAMPLES = Runs.samples(TokenSource.USAGE);
    private static final List<RequestSample> FIRST_STAGE =
            SAMPLES.stream().filter(sample -> sample.stage() == 1).toList();

    @TempDir
    private Path directory;

    private Path csv;

    @BeforeEach
    void nameTheFile() {
        csv = directory.resolve("requests.csv");
    }

    @Test
    void everyFigureOfARunComesBack() throws IOException {
        LoadResult result = Runs.result(Runs.plan(GOODPUT, true), SAMPLES);
        write(result);

        SavedRun read = SavedRun.read(directory);

        assertThat(summary(read.result())).isEqualTo(summary(result));
        assertThat(read.notes()).isEmpty();
        assertThat(read.result().requestsCsv()).contains(csv);
    }

    @Test
    void whatTheTestFailedWithComesBackUnlessOtherBudgetsAreAsked() throws IOException {
        write(Runs.result(Runs.plan(), SAMPLES).failedBy("the body's message"));

        assertThat(SavedRun.read(directory).result().testFailure()).contains("the body's message");
        assertThat(SavedRun.read(
                                directory,
                                plan -> plan.judgedBy(
                                        List.of(), plan.goodput(), plan.evidence(), plan.acceptsInvalid()))
                        .result()
                        .testFailure())
                .isEmpty();
    }

    @Test
    void whatUsersDidAfterAnErrorComesBack() throws IOException {
        LoadPlan plan = Runs.plan();
        Load load = new Load(
                plan.load().model(),
                plan.load().start(),
                plan.load().stages(),
                Duration.ZERO,
                Duration.ZERO,
                new Pace(ThinkTime.NONE, Duration.ZERO, true, Duration.ofMillis(70)),
                Limits.NONE,
                1,
                1);
        write(Runs.result(Runs.plan(load, EarlyEnd.NONE), SAMPLES));

        assertThat(SavedRun.read(directory).result().plan().load().pace()).isEqualTo(load.pace());
    }

    @Test
    void howLongAServerMightBeSilentComesBack() throws IOException {
        LoadPlan plan = Runs.plan();
        write(Runs.result(Plans.with(Plans.silentFor(Duration.ofSeconds(5), plan.target()), plan), SAMPLES));

        assertThat(SavedRun.read(directory).result().plan().target().idleTimeout())
                .contains(Duration.ofSeconds(5));
    }

    @Test
    void whetherConnectionsWereKeptAliveComesBack() throws IOException {
        write(Runs.result(Plans.with(Plans.closingConnections(HttpVersion.HTTP_1_1), Runs.plan()), SAMPLES));

        assertThat(SavedRun.read(directory).result().plan().target().keepAlive())
                .isFalse();
    }

    @Test
    void theModelsProfileAndWhatItMakesOfTheRunComeBack() throws IOException {
        LoadPlan plan = Plans.with(ModelProfile.ready("llama-3.1-8b", "h100-sxm", 1), Runs.plan(GOODPUT, true));
        LoadResult result = Runs.result(plan, SAMPLES);
        assertThat(result.mbu()).isPresent();
        write(result);

        LoadResult read = SavedRun.read(directory).result();

        assertThat(read.plan().modelProfile()).isEqualTo(plan.modelProfile());
        assertThat(summary(read)).isEqualTo(summary(result));
    }

    @Test
    void pairsOfTwoLengthsComeBack() throws IOException {
        LoadPlan plan = Runs.plan().with(Measuring.NONE.withTwoLengths(new TwoLengths(10, true)));
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES.size(); i++) {
            PairPart.Role role = i % 2 == 0 ? PairPart.Role.SHORTER : PairPart.Role.LONGER;
            int output = Math.max(1, SAMPLES.get(i).tokens().output());
            samples.add(SAMPLES.get(i).in(new PairPart(1 + i / 2, role, output)));
        }
        LoadResult result = Runs.result(plan, samples);
        assertThat(result.tpotByDifference().orElseThrow().pairs()).isPositive();
        write(result, samples);

        LoadResult read = SavedRun.read(directory).result();

        assertThat(read.plan().twoLengths()).isEqualTo(plan.twoLengths());
        assertThat(summary(read)).isEqualTo(summary(result));
    }

    @Test
    void thePlanAndTheFactsComeBack() throws IOException {
        Load load = new Load(
                LoadModel.POISSON_ARRIVAL_RATE,
                0.1,
                List.of(new Stage(2.5, Duration.ofNanos(31_000_000_001L)), new Stage(0.3, Duration.ofMinutes(2))),
                Duration.ofSeconds(3),
                Duration.ofSeconds(7),
                Pace.NONE,
                new Limits(OptionalLong.of(10_000), OptionalLong.empty()),
                77,
                -5);
        LoadPlan plan =
                Runs.plan(load, new EarlyEnd(Optional.of(new AbortRule(Duration.ofSeconds(1), 7)), Optional.empty()));
        RunFacts facts = RunFacts.builder(
                        Instant.parse("2026-11-24T12:30:00.123456789Z"), Duration.ofNanos(123_456_789_012L))
                .cutShort(Optional.of("the test was interrupted"))
                .aborted(Optional.of("ended after 3s"))
                .peakInFlight(12)
                .dropped(34)
                .stalls(new Stalls(
                        List.of(new Stall(5_000_000, 5_020_000)),
                        Duration.ofNanos(1_234_567),
                        Duration.ofNanos(1_000_001)))
                .generator(new GeneratorLog(
                        3,
                        List.of(
                                new GeneratorSlot(Duration.ZERO, Duration.ofNanos(7), OptionalDouble.empty(), 3),
                                new GeneratorSlot(
                                        Duration.ofMillis(11), Duration.ofMillis(11), OptionalDouble.of(1.0 / 3), 4))))
                .dataset(Optional.of(new DatasetUse(7, 20, true)))
                .spoken(Set.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2))
                .reconnects(17)
                .build();
        write(new Recorder(plan).result(facts, sink -> true), List.of());

        LoadResult read = SavedRun.read(directory).result();

        assertThat(read.facts()).isEqualTo(facts);
        assertThat(read.plan().load()).isEqualTo(load);
        assertThat(read.plan().budgets()).isEqualTo(plan.budgets());
        assertThat(read.plan().early()).isEqualTo(plan.early());
        assertThat(read.plan().target().shownEndpoint()).isEqualTo(plan.target().shownEndpoint());
        assertThat(read.validity().causes()).contains("The plan was not completed: the test was interrupted");
    }

    @Test
    void thePaceOfUsersComesBack() throws IOException {
        Load load = new Load(
                LoadModel.VIRTUAL_USERS,
                1,
                List.of(new Stage(10, Duration.ofSeconds(30)), new Stage(10, Duration.ofMinutes(2))),
                Duration.ZERO,
                Duration.ZERO,
                new Pace(ThinkTime.parse("thinkTime", "1s..1m3s"), Duration.ofMillis(1_500)),
                new Limits(OptionalLong.empty(), OptionalLong.of(5)),
                Load.DEFAULT_MAX_IN_FLIGHT,
                1);
        write(Runs.result(Runs.plan(load, EarlyEnd.NONE), SAMPLES));

        assertThat(SavedRun.read(directory).result().plan().load()).isEqualTo(load);
    }

    @Test
    void aSpikeWithItsRecoveryComesBack() throws IOException {
        List<Stage> spike = List.of(
                new Stage(2, Duration.ofSeconds(60)),
                new Stage(10, Duration.ZERO),
                new Stage(10, Duration.ofSeconds(30)),
                new Stage(2, Duration.ZERO),
                new Stage(2, Duration.ofSeconds(60)));
        Load load = Load.ofUsers(2, spike, Duration.ZERO, Duration.ZERO, 1);
        LoadResult result = Runs.result(Runs.plan(load, EarlyEnd.NONE), SAMPLES);
        write(result);

        assertThat(result.recovery()).isPresent();
        assertThat(summary(SavedRun.read(directory).result())).isEqualTo(summary(result));
    }

    @Test
    void aSearchComesBackAtTheRatesThatItTried() throws IOException {
        RateSearch search = new RateSearch(20, 100, Duration.ofSeconds(20), 0.3);
        LoadPlan plan = Runs.plan(
                Load.ofArrivals(0, search.stages(), Duration.ofSeconds(30), 1_000, 42),
                new EarlyEnd(Optional.empty(), Optional.of(search)));
        LoadResult result = searched(plan, 44.72, 66.87400000000001);
        write(result, FIRST_STAGE);

        LoadResult read = SavedRun.read(directory).result();

        assertThat(summary(read)).isEqualTo(summary(result));
        assertThat(read.breakpoint()).isEqualTo(result.breakpoint());
        assertThat(read.plan().load()).isEqualTo(result.plan().load());
    }

    @Test
    void aRisingLoadIsJudgedByOtherBudgetsLikeAnyOther() throws IOException {
        LoadPlan plan = Runs.plan(
                Load.ofArrivals(0, List.of(new Stage(100, Duration.ofSeconds(150))), Duration.ZERO, 1_000, 42),
                new EarlyEnd(Optional.empty(), Optional.of(new RisingLoad(Duration.ofSeconds(10)))));
        LoadResult result = searched(plan, 100.0 / 3);
        write(result, FIRST_STAGE);

        assertThat(Verdicts.of(SavedRun.read(directory).result()).all()).isEmpty();
        LoadResult judged =
                SavedRun.read(directory, own -> judgedBy(own, "throughput>=1")).result();
        assertThat(Verdicts.of(judged).all())
                .extracting(verdict -> verdict.budget().metric())
                .containsExactly(Metric.REQUEST_THROUGHPUT, Metric.ERROR_RATE);
        assertThat(judged.breakpoint()).isEqualTo(result.breakpoint());
    }

    @Test
    void aRisingLoadIsJudgedByAnotherLimitOnItsBreakpoint() throws IOException {
        LoadPlan plan = Runs.plan(
                Load.ofArrivals(0, List.of(new Stage(100, Duration.ofSeconds(150))), Duration.ZERO, 1_000, 42),
                new EarlyEnd(Optional.empty(), Optional.of(new RisingLoad(Duration.ofSeconds(10)))));
        write(searched(plan, 100.0 / 3), FIRST_STAGE);

        LoadResult judged = SavedRun.read(directory, own -> judgedBy(own, "throughput.breakpoint>=40"))
                .result();

        assertThat(Verdicts.of(judged).all())
                .singleElement()
                .extracting(Verdict::kind)
                .isEqualTo(Verdict.Kind.BREACH);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(
                        () -> SavedRun.read(directory, own -> judgedBy(own, "throughput.breakpoint>=40, ttft.p95<=1s")))
                .withMessageContaining("Leave one of them out");
    }

    private static LoadResult searched(LoadPlan plan, double... levels) {
        Recorder recorder = new Recorder(plan);
        FIRST_STAGE.forEach(recorder::accept);
        List<Breakpoint.Level> found = DoubleStream.of(levels)
                .mapToObj(level -> new Breakpoint.Level(
                        level,
                        Duration.ofNanos(3_333_333_333L),
                        Duration.ofSeconds(20),
                        Breakpoint.Finding.BROKE,
                        "TTFT p95 was 1 s"))
                .toList();
        RunFacts facts = RunFacts.builder(Instant.EPOCH, Duration.ofSeconds(100))
                .breakpoint(Optional.of(new Breakpoint(
                        plan.load().model(),
                        OptionalDouble.empty(),
                        OptionalDouble.of(levels[0]),
                        Optional.of("TTFT p95 was 1 s"),
                        found)))
                .peakInFlight(1)
                .build();
        return recorder.result(facts, sink -> {
            FIRST_STAGE.forEach(sink::accept);
            return true;
        });
    }

    private static LoadPlan judgedBy(LoadPlan own, String budgets) {
        return own.judgedBy(LimitText.budgets("budget", budgets), own.goodput(), Evidence.POINT, false);
    }

    @Test
    void otherBudgetsAreJudgedAsIfTheRunHadHadThem() throws IOException {
        write(Runs.result(Runs.plan(), SAMPLES));
        String budgets = "ttft.p90@stage2<=250ms, e2e.p95<=2300ms, tpot.mean<=20ms, error_rate<=1%, good_fraction>=90%,"
                + " chunk_gap.max<=1s, goodput>=3";
        LoadPlan other =
                Runs.plan().judgedBy(LimitText.budgets("budget", budgets), GOODPUT, Evidence.PROVEN_PASS, false);

        LoadResult read = SavedRun.read(
                        csv,
                        own -> own.judgedBy(LimitText.budgets("budget", budgets), GOODPUT, Evidence.PROVEN_PASS, false))
                .result();

        assertThat(summary(read)).isEqualTo(summary(Runs.result(other, SAMPLES)));
    }

    @Test
    void aCompressedFileIsReadToo() throws IOException {
        LoadResult result = Runs.result(Runs.plan(), SAMPLES);
        write(result);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(directory.resolve("requests.csv.gz")))) {
            Files.copy(csv, out);
        }
        Files.delete(csv);

        assertThat(summary(SavedRun.read(directory).result())).isEqualTo(summary(result));
    }

    @Test
    void aLineThatAKilledJvmCutOffIsLeftOutAndNoted() throws IOException {
        write(Runs.result(Runs.plan(), SAMPLES));
        byte[] whole = Files.readAllBytes(csv);
        Files.write(csv, Arrays.copyOf(whole, whole.length - 30));

        SavedRun read = SavedRun.read(csv);

        assertThat(read.result().run().requests() + read.result().run().interrupted())
                .isEqualTo(SAMPLES.size() - 1);
        assertThat(read.notes().get(0)).contains("The last line of requests.csv is incomplete");
    }

    @Test
    void aResultThatLacksRowsIsInvalid() throws IOException {
        write(Runs.result(Runs.plan(), SAMPLES), SAMPLES.subList(0, 600));

        SavedRun read = SavedRun.read(csv);

        assertThat(read.result().validity().causes().get(0))
                .contains("requests.csv contains 600 measured requests, but run.json counted 624");
        assertThat(read.notes()).hasSize(1);
    }

    @Test
    void withoutTheRunFileARunIsTakenForASteadyOne() throws IOException {
        LoadResult result = Runs.result(Runs.plan(), SAMPLES);
        write(result);
        Files.delete(directory.resolve("run.json"));

        SavedRun read = SavedRun.read(csv, own -> judgedBy(own, "ttft.p95<=300ms"));

        LoadResult alone = read.result();
        assertThat(alone.ttft().p95()).isEqualTo(result.ttft().p95());
        assertThat(alone.tpot().mean()).isEqualTo(result.tpot().mean());
        assertThat(alone.errorRate()).isEqualTo(result.errorRate());
        assertThat(alone.commonestErrors()).isEqualTo(result.commonestErrors());
        assertThat(alone.run().scope().length()).isEqualTo(Duration.ofSeconds(150));
        assertThat(alone.stages()).hasSize(2);
        assertThat(alone.chunkGap().isEmpty()).isTrue();
        assertThat(Verdicts.of(alone).failed()).isFalse();
        assertThat(read.notes().get(0)).contains("No run.json", "gaps between chunks are unknown");
    }

    @Test
    void aFileWithoutARowIsARunInWhichNothingWasSent() throws IOException {
        write(Runs.result(Runs.plan(), SAMPLES), List.of());
        Files.delete(directory.resolve("run.json"));

        assertThat(SavedRun.read(csv).result().validity().causes()).containsExactly("No request was sent");
    }

    @Test
    void columnsOfALaterVersionAreNoMatter() throws IOException {
        LoadResult result = Runs.result(Runs.plan(), SAMPLES);
        write(result);
        String rows = Files.readString(csv);
        Files.writeString(csv, rows.replace("\r\n", ",9\r\n").replaceFirst("^id,(.*),9\r\n", "id,$1,later\r\n"));

        assertThat(summary(SavedRun.read(csv).result())).isEqualTo(summary(result));
    }

    @Test
    void fieldsOfALaterVersionAreNoMatter() throws IOException {
        LoadResult result = Runs.result(Runs.plan(), SAMPLES);
        write(result);
        change(json -> json.put("later", 1).withObject("/plan/load").put("later", "x"));

        assertThat(summary(SavedRun.read(csv).result())).isEqualTo(summary(result));
    }

    @ParameterizedTest
    @CsvSource({
        "measured, unmeasured, 'phase = \"unmeasured\" is not a known word'",
        "'measured,1', 'measured,one', 'user = \"one\" is not a whole number'",
        "'0.040', '0.o40', 'dispatched = \"0.o40\" is not a number of milliseconds'",
        "'1,measured', '0,measured', 'stage = \"0\" is not a stage'",
        "',1,measured', ',3,measured', 'stage = 3, but the run in run.json has 2'",
        "'1,measured', '1,2,measured', '47 cells, but the first line has 46'"
    })
    void aDamagedLineIsNamed(String cell, String damaged, String message) throws IOException {
        write(Runs.result(Runs.plan(), SAMPLES));
        List<String> lines = Files.readAllLines(csv);
        lines.set(1, lines.get(1).replaceFirst(cell, damaged));
        Files.write(csv, lines);

        assertThatThrownBy(() -> SavedRun.read(csv))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(csv.toString(), "line 2", message);
    }

    @Test
    void aFileOfAnotherKindIsRefusedWithWhatItLacks() throws IOException {
        Files.writeString(csv, "id,name\n1,x\n");

        assertThatThrownBy(() -> SavedRun.read(csv))
                .hasMessageContainingAll(csv.toString(), "Not a requests.csv", "scheduled", "outcome");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> SavedRun.read(csv)).hasMessage(csv + " does not exist");
        assertThatThrownBy(() -> SavedRun.read(directory)).hasMessageContaining("contains neither requests.csv nor");
    }

    @Test
    void aMissingFieldOfTheRunFileIsNamedWithItsPath() throws IOException {
        write(Runs.result(Runs.plan(), SAMPLES));
        change(json -> json.withObject("/plan/load").remove("warm_up"));

        assertThatThrownBy(() -> SavedRun.read(csv))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("run.json: plan.load.warm_up is missing", "can be read alone");
    }

    @Test
    void aWrongFieldOfTheRunFileIsNamedWithItsPath() throws IOException {
        write(Runs.result(Runs.plan(), SAMPLES));
        change(json -> json.withObject("/chunk_gaps/slots").put("3", "1 2 3"));

        assertThatThrownBy(() -> SavedRun.read(csv))
                .hasMessageContaining("run.json: chunk_gaps.slots.3: Not a histogram: 1 2 3");
    }

    @ParameterizedTest
    @CsvSource({
        "/plan/load, start, '\"x\"', 'plan.load.start = \"x\"'",
        "/plan/request, model, 5, plan.request.model = 5",
        "/plan/request, streaming, null, plan.request.streaming = null",
        "/plan, evidence, '\"sure\"', 'plan.evidence = \"sure\"'",
        "/plan/load, warm_up, '\"soon\"', 'plan.load.warm_up: '",
        "/facts, dropped, 0.5, facts.dropped = 0.5",
        "/facts, elapsed_ms, null, facts.elapsed_ms = null"
    })
    void aDamagedFieldOfTheRunFileIsNamedWithItsPath(String object, String key, String value, String message)
            throws IOException {
        write(Runs.result(Runs.plan(), SAMPLES));
        JsonNode damaged = new ObjectMapper().readTree(value);
        change(json -> json.withObject(object).set(key, damaged));

        assertThatThrownBy(() -> SavedRun.read(csv))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("run.json: " + message);
    }

    @Test
    void fieldsThatEarlierVersionsDidNotWriteMayBeMissing() throws IOException {
        LoadResult result = Runs.result(Runs.plan(), SAMPLES);
        write(result);
        change(json -> {
            json.remove("versions");
            json.withObject("/plan").remove(List.of("conversations", "model_profile", "tpot_by_difference"));
            json.withObject("/plan/target").remove(List.of("http_version", "idle_timeout", "keep_alive"));
            json.withObject("/plan/load").remove(List.of("honours_retry_after", "error_pause"));
            json.withObject("/facts").remove(List.of("stalls_from_us_to_us", "http_versions", "reconnects"));
            json.withObject("/facts/generator").remove(List.of("machine_cpu_share", "gc_ms"));
        });

        assertThat(summary(SavedRun.read(csv).result())).isEqualTo(summary(result));
    }

    @Test
    void aRunFileOfAnotherSchemaIsRefused() throws IOException {
        write(Runs.result(Runs.plan(), SAMPLES));
        change(json -> json.put("schema", 99));

        assertThatThrownBy(() -> SavedRun.read(csv)).hasMessageContaining("schema 99");
    }

    @Test
    void aRunFileThatIsCutOffIsRefused() throws IOException {
        write(Runs.result(Runs.plan(), SAMPLES));
        Path runJson = directory.resolve("run.json");
        Files.writeString(runJson, Files.readString(runJson).substring(0, 500));

        assertThatThrownBy(() -> SavedRun.read(csv)).hasMessageContainingAll("run.json, line", "not JSON");
    }

    private void change(Consumer<ObjectNode> how) throws IOException {
        Path runJson = directory.resolve("run.json");
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(runJson.toFile());
        how.accept(json);
        Files.writeString(runJson, json.toString());
    }

    private void write(LoadResult result) throws IOException {
        write(result, SAMPLES);
    }

    private void write(LoadResult result, List<RequestSample> samples) throws IOException {
        ResultFiles.write(directory, result, List.of());
        try (RequestsCsv rows = RequestsCsv.create(csv, Runs.TARGET)) {
            samples.forEach(rows::accept);
        }
    }

    /** The whole content of summary.json, with verdicts by the result's own budgets. */
    private static String summary(LoadResult result) {
        return ResultFiles.summary(result, SavedRuns.lines(result));
    }
}

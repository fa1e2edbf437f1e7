package dev.llmbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.dataset.Dataset;
import dev.llmbench.dataset.DatasetOptions;
import dev.llmbench.dataset.Datasets;
import dev.llmbench.dataset.TraceOrder;
import dev.llmbench.dataset.trace.Trace;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.plan.Limits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Pace;
import dev.llmbench.plan.TraceReplay;
import dev.llmbench.plan.TraceWindow;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Results;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A trace that is replayed in virtual time: requests at 0, 0, 140, 260, 500 and 1,000 ms. */
class TraceArrivalsTest {
    private static final int PLENTY = 100;

    @Test
    void requestsStartWhenTheyArrivedInTheTrace() {
        VirtualRun run = replay(dataset(TraceWindow.WHOLE), 1, PLENTY, Limits.NONE, 10);

        assertThat(scheduled(run)).containsExactly(0L, 0L, 140_000L, 260_000L, 500_000L, 1_000_000L);
        assertThat(prompts(run)).containsExactly("1", "2", "3", "4", "5", "6");
    }

    @Test
    void aSpeedOfTwoHalvesAllTimes() {
        VirtualRun run = replay(dataset(TraceWindow.WHOLE), 2, PLENTY, Limits.NONE, 10);

        assertThat(scheduled(run)).containsExactly(0L, 0L, 70_000L, 130_000L, 250_000L, 500_000L);
    }

    @Test
    void aWindowIsCutBeforeTheSpeed() {
        TraceWindow window = new TraceWindow(Duration.ofMillis(100), Optional.of(Duration.ofMillis(600)));
        VirtualRun run = replay(dataset(window), 2, PLENTY, Limits.NONE, 10);

        assertThat(scheduled(run)).containsExactly(20_000L, 80_000L, 200_000L);
        assertThat(prompts(run)).containsExactly("3", "4", "5");
    }

    @Test
    void nothingIsLateHoweverSlowTheAnswersAre() {
        Dataset dataset = dataset(TraceWindow.WHOLE);
        VirtualRun run = replay(dataset, 1, PLENTY, Limits.NONE, 290);
        LoadResult result = Results.result(plan(dataset, 1, PLENTY, Limits.NONE), run.samples);

        assertThat(result.run().ok()).isEqualTo(6);
        assertThat(result.run().value(Metric.DISPATCH_LAG, Statistic.MAX)).hasValue(0);
    }

    @Test
    void aRequestThatIsDroppedTakesItsPromptWithIt() throws Exception {
        VirtualRun run = replay(dataset(TraceWindow.WHOLE), 1, 1, Limits.NONE, 200);

        // The first is answered at 200 ms, that of 260 ms at 460 ms; the second and third are dropped.
        assertThat(prompts(run)).containsExactly("1", "4", "5", "6");
        assertThat(run.facts().dropped()).isEqualTo(2);
    }

    @Test
    void theLimitOnRequestsEndsTheReplay() {
        Limits three = new Limits(OptionalLong.of(3), OptionalLong.empty());
        VirtualRun run = replay(dataset(TraceWindow.WHOLE), 1, PLENTY, three, 10);

        assertThat(prompts(run)).containsExactly("1", "2", "3");
    }

    @Test
    void theLevelIsWhatWasDueInTheLastSecond() {
        Dataset dataset = dataset(TraceWindow.WHOLE);
        TraceArrivals times = new TraceArrivals(
                replayOf(dataset.trace().orElseThrow(), 1, TraceWindow.WHOLE),
                dataset.trace().orElseThrow());

        assertThat(times.dueInTheSecondTo(1)).isEqualTo(2);
        assertThat(times.dueInTheSecondTo(600_000)).isEqualTo(5);
        assertThat(times.dueInTheSecondTo(1_200_000)).isEqualTo(3);
        assertThat(times.dueInTheSecondTo(2_000_001)).isZero();
    }

    private static VirtualRun replay(Dataset dataset, double speed, int maxInFlight, Limits limits, long answerMillis) {
        TraceOrder order = new TraceOrder(dataset, 1);
        FakeTransport transport = new FakeTransport(call -> answerMillis * 1_000, true);
        VirtualRun run = new VirtualRun(
                plan(dataset, speed, maxInFlight, limits),
                dataset.trace(),
                transport,
                () -> PreparedRequest.of(order.next(), VirtualRun.options()));
        run.toTheEnd();
        assertThat(run.withOutcome(Outcome.OK)).hasSameSizeAs(run.samples);
        return run;
    }

    private static LoadPlan plan(Dataset dataset, double speed, int maxInFlight, Limits limits) {
        TraceReplay replay = replayOf(dataset.trace().orElseThrow(), speed, TraceWindow.WHOLE);
        return VirtualRun.plan(
                Load.ofTrace(replay, Duration.ZERO, Duration.ofMillis(300), Pace.NONE, limits, maxInFlight, 1), 60_000);
    }

    private static TraceReplay replayOf(Trace trace, double speed, TraceWindow window) {
        return new TraceReplay(trace.requests(), trace.length(), speed, window);
    }

    private static Dataset dataset(TraceWindow window) {
        return Datasets.load(
                "classpath:traces/mooncake.jsonl",
                Path.of(""),
                TraceArrivalsTest.class.getClassLoader(),
                DatasetOptions.ofDefaults().withWindow(window.from(), window.to()));
    }

    private static List<Long> scheduled(VirtualRun run) {
        return run.samples.stream()
                .map(sample -> sample.at().scheduled())
                .sorted()
                .toList();
    }

    private static List<String> prompts(VirtualRun run) {
        return run.samples.stream()
                .sorted(Comparator.comparingLong(sample -> sample.at().scheduled()))
                .map(RequestSample::promptId)
                .toList();
    }
}

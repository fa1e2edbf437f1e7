package dev.llmbench.engine;

import static dev.llmbench.engine.VirtualRun.answering;
import static dev.llmbench.engine.VirtualRun.plan;
import static dev.llmbench.engine.VirtualRun.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Stage;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Results;
import dev.llmbench.sample.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The open model in virtual time. */
class ArrivalsTest {
    private static final int NO_USER = 0;

    @Test
    void requestsStartByTheirRateHoweverSlowTheAnswers() {
        VirtualRun run = answering(open(10, 100, stage(10, 1_000)), 5_000).toTheEnd();

        assertThat(run.scheduledOf(NO_USER)).containsExactly(100L, 200L, 300L, 400L, 500L, 600L, 700L, 800L, 900L);
        assertThat(run.withOutcome(Outcome.INTERRUPTED)).hasSize(9);
    }

    @Test
    void whatArrivesWhileTooManyAreInFlightIsDroppedAndCounted() throws Exception {
        VirtualRun run = answering(open(10, 2, stage(10, 1_000)), 250).toTheEnd();

        // Two at 100 and 200, answered at 350 and 450; 300 is dropped, and so on.
        assertThat(run.scheduledOf(NO_USER)).containsExactly(100L, 200L, 400L, 500L, 700L, 800L);
        assertThat(run.facts().dropped()).isEqualTo(3);
        assertThat(run.facts().peakInFlight()).isEqualTo(2);
    }

    @Test
    void whatIsInFlightAtTheEndHasTheGracefulStopToFinish() {
        VirtualRun run = answering(open(10, 100, stage(10, 1_000)), 250).toTheEnd();

        assertThat(run.withOutcome(Outcome.OK)).hasSize(9);
    }

    @Test
    void theRateOfNowCanBeAsked() {
        VirtualRun run = answering(open(0, 100, stage(10, 1_000)), 10).until(450);

        assertThat(run.engine.level()).isBetween(4.0, 5.0);
    }

    @Test
    void aStoppedRunHasNoMoreArrivals() {
        VirtualRun run = answering(open(10, 100, stage(10, 1_000)), 10).until(350);
        run.engine.stop("enough");
        run.toTheEnd();

        assertThat(run.scheduledOf(NO_USER)).containsExactly(100L, 200L, 300L);
    }

    @Test
    void aServerThatStallsIsSeenFromTheSchedule() {
        LoadPlan plan = open(100, 1_000, stage(100, 100_000));
        // It takes no connection from 50 s to 52 s; what it takes it answers within 10 ms.
        FakeTransport stalling = new FakeTransport(call -> 10_000, true).connecting(call -> {
            long into = call.scheduled() - 50_000_000;
            return into >= 0 && into < 2_000_000 ? 2_000_000 - into : 0;
        });
        VirtualRun run = new VirtualRun(plan, stalling).toTheEnd();
        LoadResult result = Results.result(plan, run.samples);

        // Of 9,999 requests 200 waited, evenly up to 2 s; so one in a hundred waited for 1.01 s or more.
        assertThat(result.run().ok()).isEqualTo(9_999);
        assertThat(p99(result, Metric.E2E)).isCloseTo(10_000, within(10.0));
        assertThat(p99(result, Metric.E2E_FROM_SCHEDULE)).isCloseTo(1_020_000, within(1_000.0));
        assertThat(p99(result, Metric.DISPATCH_LAG)).isZero();
        assertThat(result.validity().isValid()).isTrue();
    }

    private static double p99(LoadResult result, Metric metric) {
        return result.run().value(metric, Statistic.percentile(99)).orElseThrow();
    }

    private static LoadPlan open(double startRate, int maxInFlight, Stage... stages) {
        Load load = Load.ofArrivals(startRate, List.of(stages), Duration.ofMillis(300), maxInFlight, 1);
        return plan(load, 60_000);
    }
}

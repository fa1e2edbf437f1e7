package dev.llmbench.engine;

import static dev.llmbench.engine.VirtualRun.answering;
import static dev.llmbench.engine.VirtualRun.plan;
import static dev.llmbench.engine.VirtualRun.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Outcome;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Stage;
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

    private static LoadPlan open(double startRate, int maxInFlight, Stage... stages) {
        Load load = Load.ofArrivals(startRate, List.of(stages), Duration.ofMillis(300), maxInFlight, 1);
        return plan(load, 60_000);
    }
}

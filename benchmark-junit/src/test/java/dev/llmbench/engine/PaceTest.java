package dev.llmbench.engine;

import static dev.llmbench.engine.VirtualRun.answering;
import static dev.llmbench.engine.VirtualRun.plan;
import static dev.llmbench.engine.VirtualRun.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.Limits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Pace;
import dev.llmbench.plan.Stage;
import dev.llmbench.plan.ThinkTime;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Think time, pacing, limits and the warm-up of the target, in virtual time. */
class PaceTest {
    private static final Duration NONE = Duration.ZERO;

    @Test
    void pacingCountsFromTheStartOfTheRequestBefore() {
        VirtualRun run = answering(paced(new Pace(ThinkTime.NONE, Duration.ofMillis(100))), 30)
                .toTheEnd();

        assertThat(run.scheduledOf(1)).containsExactly(0L, 100L, 200L, 300L, 400L);
    }

    @Test
    void anAnswerThatTakesLongerThanThePacingIsFollowedAtOnce() {
        VirtualRun run = answering(paced(new Pace(ThinkTime.NONE, Duration.ofMillis(100))), 150)
                .toTheEnd();

        assertThat(run.scheduledOf(1)).containsExactly(0L, 150L, 300L, 450L);
    }

    @Test
    void thinkTimeComesOnTopOfTheAnswer() {
        VirtualRun run = answering(paced(new Pace(ThinkTime.fixed(Duration.ofMillis(50)), NONE)), 100)
                .toTheEnd();

        assertThat(run.scheduledOf(1)).containsExactly(0L, 150L, 300L, 450L);
    }

    @Test
    void uniformThinkTimeStaysInItsRange() {
        ThinkTime uniform = new ThinkTime(ThinkTime.Kind.UNIFORM, Duration.ofMillis(20), Duration.ofMillis(40));
        List<Long> scheduled =
                answering(paced(new Pace(uniform, NONE)), 10).toTheEnd().scheduledOf(1);

        assertThat(scheduled).hasSizeGreaterThan(8);
        for (int i = 1; i < scheduled.size(); i++) {
            assertThat(scheduled.get(i) - scheduled.get(i - 1)).isBetween(29L, 51L);
        }
    }

    @Test
    void aLimitOnRequestsEndsTheRunEarlyAndAsPlanned() throws Exception {
        Limits limits = new Limits(OptionalLong.of(7), OptionalLong.empty());
        VirtualRun run = answering(load(NONE, Pace.NONE, limits, 2), 40).toTheEnd();

        assertThat(run.samples).hasSize(7);
        assertThat(run.facts().elapsed()).isEqualTo(Duration.ofMillis(160));
        assertThat(run.facts().cutShort()).isEmpty();
    }

    @Test
    void aLimitOnTheRequestsOfEachUserEndsTheRunWhenAllAreThrough() throws Exception {
        Limits limits = new Limits(OptionalLong.empty(), OptionalLong.of(3));
        VirtualRun run = answering(load(NONE, Pace.NONE, limits, 2), 40).toTheEnd();

        assertThat(run.scheduledOf(1)).containsExactly(0L, 40L, 80L);
        assertThat(run.scheduledOf(2)).containsExactly(0L, 40L, 80L);
        assertThat(run.facts().elapsed()).isEqualTo(Duration.ofMillis(120));
    }

    @Test
    void theWarmUpIsMarkedAndComesBeforeTheFirstStage() {
        VirtualRun run = answering(load(Duration.ofMillis(100), Pace.NONE, Limits.NONE, 1), 40)
                .toTheEnd();

        assertThat(inPhase(run, Phase.WARMUP))
                .hasSize(3)
                .allSatisfy(sample -> assertThat(sample.stage()).isZero());
        assertThat(inPhase(run, Phase.MEASURED)).allSatisfy(sample -> {
            assertThat(sample.stage()).isEqualTo(1);
            assertThat(sample.at().scheduled()).isBetween(100_000L, 600_000L);
        });
    }

    @Test
    void requestsOfTheWarmUpDoNotCountTowardsALimit() {
        Limits limits = new Limits(OptionalLong.of(2), OptionalLong.empty());
        VirtualRun run = answering(load(Duration.ofMillis(100), Pace.NONE, limits, 1), 40)
                .toTheEnd();

        assertThat(inPhase(run, Phase.MEASURED)).hasSize(2);
    }

    @Test
    void arrivalsWarmUpAtTheirOwnRate() {
        Load load = new Load(
                LoadModel.ARRIVAL_RATE,
                10,
                List.of(stage(10, 300)),
                Duration.ofMillis(200),
                Duration.ofMillis(300),
                Pace.NONE,
                Limits.NONE,
                100,
                1);
        VirtualRun run = answering(plan(load, 60_000), 10).toTheEnd();

        assertThat(run.scheduledOf(0)).containsExactly(100L, 200L, 300L, 400L);
        assertThat(inPhase(run, Phase.WARMUP)).hasSize(1);
    }

    private static List<RequestSample> inPhase(VirtualRun run, Phase phase) {
        return run.samples.stream().filter(sample -> sample.phase() == phase).toList();
    }

    private static LoadPlan paced(Pace pace) {
        return load(NONE, pace, Limits.NONE, 1);
    }

    /** So many users for half a second. */
    private static LoadPlan load(Duration warmUp, Pace pace, Limits limits, int users) {
        List<Stage> stages = List.of(stage(users, 500));
        Load load =
                new Load(LoadModel.VIRTUAL_USERS, users, stages, warmUp, Duration.ofMillis(300), pace, limits, 100, 1);
        return plan(load, 60_000);
    }
}

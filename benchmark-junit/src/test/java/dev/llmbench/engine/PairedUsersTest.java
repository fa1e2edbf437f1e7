package dev.llmbench.engine;

import static dev.llmbench.engine.VirtualRun.load;
import static dev.llmbench.engine.VirtualRun.stage;
import static dev.llmbench.sample.PairPart.Role.LONGER;
import static dev.llmbench.sample.PairPart.Role.SHORTER;
import static dev.llmbench.sample.PairPart.Role.UNMEASURED;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.Limits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Pace;
import dev.llmbench.plan.ThinkTime;
import dev.llmbench.sample.PairPart;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the users of the closed model send when TPOT is measured by two lengths, in virtual time. */
class PairedUsersTest {

    @Test
    void anUnmeasuredRequestAndBothLengthsOfAPromptFollowBackToBack() {
        VirtualRun run = run(Pairs.plan(load(1, 300, 0, stage(1, 85)), false), 30);
        assertThat(run.scheduledOf(1)).containsExactly(0L, 30L, 60L);
        assertThat(run.samples).extracting(RequestSample::promptId).containsExactly("1", "1", "1");
        assertThat(roles(run)).containsExactly(UNMEASURED, SHORTER, LONGER);
        assertThat(run.samples).extracting(sample -> part(sample).asked()).containsExactly(100, 100, 110);
    }

    @Test
    void theOrderOfTheLengthsAlternatesFromPromptToPrompt() {
        VirtualRun run = run(Pairs.plan(load(2, 300, 0, stage(2, 175)), false), 30);
        assertThat(rolesOf(run, "1")).containsExactly(UNMEASURED, SHORTER, LONGER);
        assertThat(rolesOf(run, "2")).containsExactly(UNMEASURED, LONGER, SHORTER);
        assertThat(rolesOf(run, "3")).containsExactly(UNMEASURED, SHORTER, LONGER);
        assertThat(rolesOf(run, "4")).containsExactly(UNMEASURED, LONGER, SHORTER);
        assertThat(run.samples)
                .allMatch(sample -> String.valueOf(part(sample).pair()).equals(sample.promptId()));
    }

    @Test
    void saltedPromptsNeedNoUnmeasuredRequest() {
        VirtualRun run = run(Pairs.plan(load(1, 300, 0, stage(1, 115)), true), 30);
        assertThat(roles(run)).containsExactly(SHORTER, LONGER, LONGER, SHORTER);
        assertThat(run.samples).allMatch(sample -> sample.phase() == Phase.MEASURED);
    }

    @Test
    void theUnmeasuredRequestIsOfTheWarmUpAndOfNoStage() {
        VirtualRun run = run(Pairs.plan(load(1, 300, 0, stage(1, 85)), false), 30);
        assertThat(run.samples)
                .extracting(RequestSample::phase)
                .containsExactly(Phase.WARMUP, Phase.MEASURED, Phase.MEASURED);
        assertThat(run.samples).extracting(RequestSample::stage).containsExactly(0, 1, 1);
    }

    @Test
    void aUserThinksBetweenPairsAndNotInside() {
        VirtualRun run = run(Pairs.plan(load(1, 300, 25, stage(1, 200)), false), 30);
        assertThat(run.scheduledOf(1)).containsExactly(0L, 30L, 60L, 115L, 145L, 175L);
    }

    @Test
    void pacingCountsFromTheStartOfOnePairToThatOfTheNext() {
        Pace pace = new Pace(ThinkTime.NONE, Duration.ofMillis(150));
        VirtualRun run = run(Pairs.plan(with(pace, Limits.NONE, 1, 200), false), 30);
        assertThat(run.scheduledOf(1)).containsExactly(0L, 30L, 60L, 150L, 180L);
    }

    @Test
    void aPairThatIsUnderWayAtTheEndIsNotFinished() {
        VirtualRun run = run(Pairs.plan(load(1, 300, 0, stage(1, 50)), false), 30);
        assertThat(roles(run)).containsExactly(UNMEASURED, SHORTER);
    }

    @Test
    void aUserThatStopsLeavesItsPair() {
        VirtualRun run = run(Pairs.plan(load(2, 300, 0, stage(2, 50), stage(1, 0), stage(1, 100)), false), 30);
        assertThat(run.scheduledOf(2)).containsExactly(0L, 30L);
        assertThat(run.scheduledOf(1)).containsExactly(0L, 30L, 60L, 90L, 120L);
    }

    @Test
    void aLimitOnRequestsLetsWholePairsThrough() {
        Limits limits = new Limits(OptionalLong.of(5), OptionalLong.empty());
        VirtualRun run = run(Pairs.plan(with(Pace.NONE, limits, 3, 10_000), false), 30);
        assertThat(run.samples).hasSize(6);
        assertThat(roles(run)).containsOnly(UNMEASURED, SHORTER, LONGER);
    }

    @Test
    void aLimitOnTheRequestsOfAUserCountsThoseThatAreMeasured() {
        Limits limits = new Limits(OptionalLong.empty(), OptionalLong.of(4));
        VirtualRun run = run(Pairs.plan(with(Pace.NONE, limits, 1, 10_000), false), 30);
        assertThat(run.scheduledOf(1)).containsExactly(0L, 30L, 60L, 90L, 120L, 150L);
    }

    @Test
    void aUserThatCannotConnectPausesInsideAPairToo() {
        Limits limits = new Limits(OptionalLong.of(2), OptionalLong.empty());
        FakeTransport refusing = new FakeTransport(call -> 10_000, true).refusing(call -> true);
        VirtualRun run = new VirtualRun(
                        Pairs.plan(with(Pace.NONE, limits, 1, 10_000), false), refusing, Pairs.requests())
                .toTheEnd();
        assertThat(run.scheduledOf(1)).containsExactly(0L, 110L, 320L);
    }

    private static Load with(Pace pace, Limits limits, int users, int millis) {
        return VirtualRun.with(load(users, 300, 0, stage(users, millis)), pace, limits);
    }

    private static VirtualRun run(LoadPlan plan, long delayMillis) {
        FakeTransport transport = new FakeTransport(call -> delayMillis * 1_000, true);
        return new VirtualRun(plan, transport, Pairs.requests()).toTheEnd();
    }

    private static List<PairPart.Role> roles(VirtualRun run) {
        return run.samples.stream().map(sample -> part(sample).role()).toList();
    }

    private static Stream<PairPart.Role> rolesOf(VirtualRun run, String prompt) {
        return run.samples.stream()
                .filter(sample -> sample.promptId().equals(prompt))
                .map(sample -> part(sample).role());
    }

    private static PairPart part(RequestSample sample) {
        return requireNonNull(sample.pair());
    }
}

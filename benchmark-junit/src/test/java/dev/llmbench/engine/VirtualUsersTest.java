package dev.llmbench.engine;

import static dev.llmbench.engine.FakeTransport.NEVER;
import static dev.llmbench.engine.VirtualRun.answering;
import static dev.llmbench.engine.VirtualRun.load;
import static dev.llmbench.engine.VirtualRun.plan;
import static dev.llmbench.engine.VirtualRun.refusing;
import static dev.llmbench.engine.VirtualRun.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.openai.Call;
import dev.llmbench.plan.Limits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.Pace;
import dev.llmbench.plan.ThinkTime;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the users of the closed model send when, in virtual time. */
class VirtualUsersTest {

    @Test
    void aUsersRequestsFollowBackToBack() {
        VirtualRun run = answering(plan(1, stage(1, 100)), 30).toTheEnd();
        assertThat(run.scheduledOf(1)).containsExactly(0L, 30L, 60L, 90L);
        assertThat(run.samples)
                .allMatch(sample -> sample.at().dispatched() == sample.at().scheduled());
    }

    @Test
    void aUserThinksBetweenAnAnswerAndItsNextRequest() {
        VirtualRun run =
                answering(plan(load(1, 300, 20, stage(1, 100)), 60_000), 30).toTheEnd();
        assertThat(run.scheduledOf(1)).containsExactly(0L, 50L);
    }

    @Test
    void usersStartWhenTheRampAddsThemAndAreNumberedFromOne() {
        VirtualRun run = answering(plan(0, stage(4, 100)), 1_000).toTheEnd();
        assertThat(run.scheduledOf(1)).containsExactly(25L);
        assertThat(run.scheduledOf(2)).containsExactly(50L);
        assertThat(run.scheduledOf(3)).containsExactly(75L);
        assertThat(run.samples).hasSize(3);
    }

    @Test
    void theUserThatTheRampAddsAtTheVeryEndSendsNothing() {
        VirtualRun run = answering(plan(0, stage(2, 100)), 30).toTheEnd();
        assertThat(run.scheduledOf(2)).isEmpty();
    }

    @Test
    void nothingIsSentAtOrAfterTheEnd() {
        VirtualRun run = answering(plan(3, stage(3, 90), stage(5, 30)), 30).toTheEnd();
        assertThat(run.transport.dispatches).allMatch(at -> at < 120_000);
        assertThat(run.scheduledOf(1)).containsExactly(0L, 30L, 60L, 90L);
    }

    @Test
    void aUserWhoseThinkingEndsWithTheRunSendsNothingMore() {
        VirtualRun run =
                answering(plan(load(1, 300, 70, stage(1, 100)), 60_000), 30).toTheEnd();
        assertThat(run.scheduledOf(1)).containsExactly(0L);
    }

    @Test
    void aRemovedUserFinishesItsRequestWithinTheGracefulStop() {
        VirtualRun run = answering(plan(2, stage(2, 100), stage(1, 0), stage(1, 1_000)), 350)
                .toTheEnd();
        assertThat(run.scheduledOf(2)).containsExactly(0L);
        assertThat(of(run, 2).get(0).outcome()).isEqualTo(Outcome.OK);
        assertThat(run.scheduledOf(1)).containsExactly(0L, 350L, 700L, 1_050L);
    }

    @Test
    void aRemovedUserIsCutOffExactlyAtTheEndOfTheGracefulStop() {
        VirtualRun run = answering(plan(2, stage(2, 100), stage(1, 0), stage(1, 1_000)), 5_000)
                .toTheEnd();
        RequestSample cutOff = of(run, 2).get(0);
        assertThat(cutOff.outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(cutOff.at().end()).isEqualTo(400_000);
        assertThat(cutOff.error()).contains("300ms");
    }

    @Test
    void atTheEndOfAllStagesEveryUserStopsGracefully() {
        VirtualRun run =
                answering(plan(3, stage(3, 100)), call -> call.user() * 200L).toTheEnd();
        assertThat(of(run, 1).get(0).at().end()).isEqualTo(200_000);
        assertThat(of(run, 2).get(0).outcome()).isEqualTo(Outcome.OK);
        assertThat(of(run, 3).get(0).outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(of(run, 3).get(0).at().end()).isEqualTo(400_000);
        assertThat(run.samples).hasSize(3);
    }

    @Test
    void withoutAGracefulStopARemovedUserIsCutOffAtOnce() {
        VirtualRun run =
                answering(plan(load(1, 0, 0, stage(1, 100)), 60_000), 70).toTheEnd();
        assertThat(of(run, 1).get(1).outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(of(run, 1).get(1).at().end()).isEqualTo(100_000);
    }

    @Test
    void theUserThatCameLastGoesFirst() {
        VirtualRun run =
                answering(plan(0, stage(3, 30), stage(1, 20), stage(1, 50)), 10).toTheEnd();
        assertThat(run.scheduledOf(1)).containsExactly(10L, 20L, 30L, 40L, 50L, 60L, 70L, 80L, 90L);
        assertThat(run.scheduledOf(2)).containsExactly(20L, 30L, 40L);
        assertThat(run.scheduledOf(3)).containsExactly(30L);
    }

    @Test
    void aUserThatIsAddedAgainWhileItFinishesGoesOnWithoutASecondRequestAtOnce() {
        VirtualRun run = answering(
                        plan(2, stage(2, 100), stage(1, 0), stage(1, 50), stage(2, 0), stage(2, 450)),
                        call -> call.user() == 2 && call.scheduled() == 0 ? 500L : 100L)
                .toTheEnd();
        // Its first request outlives the graceful stop, since the user was wanted again by then.
        assertThat(run.scheduledOf(2)).containsExactly(0L, 500L);
        assertThat(run.samples).allMatch(sample -> sample.outcome() == Outcome.OK);
    }

    @Test
    void aUserThatIsAddedAgainAndRemovedAgainIsCutOffByTheLastRemoval() {
        VirtualRun run = answering(
                        plan(
                                2,
                                stage(2, 100),
                                stage(1, 0),
                                stage(1, 50),
                                stage(2, 0),
                                stage(2, 50),
                                stage(1, 0),
                                stage(1, 800)),
                        call -> call.user() == 2 ? NEVER : 100L)
                .toTheEnd();
        assertThat(of(run, 2)).hasSize(1);
        assertThat(of(run, 2).get(0).at().end()).isEqualTo(500_000);
    }

    @Test
    void aUserThatIsAddedAgainAfterItFinishedSendsAtOnce() {
        VirtualRun run = answering(plan(2, stage(2, 100), stage(1, 0), stage(1, 75), stage(2, 0), stage(2, 25)), 50)
                .toTheEnd();
        assertThat(run.scheduledOf(2)).containsExactly(0L, 50L, 175L);
    }

    @Test
    void aUserThatIsRemovedWhileItThinksSendsNothingMore() {
        VirtualRun run = answering(plan(load(2, 300, 60, stage(2, 100), stage(1, 0), stage(1, 200)), 60_000), 60)
                .toTheEnd();
        assertThat(run.scheduledOf(2)).containsExactly(0L);
    }

    @Test
    void aUserThatIsRemovedAndAddedAgainWhileItThinksSendsAtOnceAndOnlyOnce() {
        VirtualRun run = answering(
                        plan(
                                load(2, 300, 60, stage(2, 70), stage(1, 0), stage(1, 20), stage(2, 0), stage(2, 50)),
                                60_000),
                        60)
                .toTheEnd();
        assertThat(run.scheduledOf(2)).containsExactly(0L, 90L);
    }

    @Test
    void aUserThatIsWantedForNoTimeAtAllSendsNothing() {
        VirtualRun run = answering(plan(5, stage(1, 0), stage(1, 100)), 50).toTheEnd();
        assertThat(run.samples).allMatch(sample -> sample.user() == 1).hasSize(2);
    }

    @Test
    void aRequestBelongsToTheStageInWhichItWasScheduled() {
        VirtualRun run = answering(plan(1, stage(1, 100), stage(1, 100), stage(1, 100)), 80)
                .toTheEnd();
        assertThat(stages(run)).containsExactly(1, 1, 2, 3);
    }

    @Test
    void aRequestScheduledAtTheBorderBelongsToTheStageThatBegins() {
        VirtualRun run = answering(plan(1, stage(1, 100), stage(1, 100)), 100).toTheEnd();
        assertThat(stages(run)).containsExactly(1, 2);
    }

    @Test
    void aStageOfNoLengthOwnsNoRequest() {
        VirtualRun run = answering(plan(0, stage(2, 0), stage(2, 100), stage(4, 0), stage(4, 100), stage(1, 0)), 25)
                .toTheEnd();
        assertThat(new HashSet<>(stages(run))).isEqualTo(Set.of(2, 4));
    }

    @Test
    void aUserThatCannotConnectPausesTwiceAsLongEachTimeUpToASecond() {
        VirtualRun run = refusing(plan(1, stage(1, 5_000)), call -> true).toTheEnd();
        assertThat(run.scheduledOf(1)).containsExactly(0L, 110L, 320L, 730L, 1_540L, 2_550L, 3_560L, 4_570L);
    }

    @ParameterizedTest
    @EnumSource(names = {"RESET", "HTTP_4XX", "HTTP_5XX", "IN_BAND", "MALFORMED", "EMPTY"})
    void aUserWhoseRequestFailsAtOncePausesAsOneThatCannotConnect(Outcome error) {
        VirtualRun run = failing(Pace.NONE, 10, 5_000, call -> error);
        assertThat(run.scheduledOf(1)).containsExactly(0L, 110L, 320L, 730L, 1_540L, 2_550L, 3_560L, 4_570L);
    }

    @Test
    void aUserWhoseRequestFailsAfterAWhileGoesOnAtOnce() {
        assertThat(failing(Pace.NONE, 99, 350, call -> Outcome.HTTP_5XX).scheduledOf(1))
                .containsExactly(0L, 199L);
        assertThat(failing(Pace.NONE, 100, 350, call -> Outcome.HTTP_5XX).scheduledOf(1))
                .containsExactly(0L, 100L, 200L, 300L);
    }

    @Test
    void aUserThatCannotConnectPausesHoweverLongThatTook() {
        assertThat(failing(Pace.NONE, 500, 1_500, call -> Outcome.CONNECT).scheduledOf(1))
                .containsExactly(0L, 600L, 1_300L);
    }

    @Test
    void theErrorPauseIsTheFirstAndTheLongestWhereItIsMoreThanASecond() {
        assertThat(failing(pausing(30), 10, 500, call -> Outcome.HTTP_5XX).scheduledOf(1))
                .containsExactly(0L, 40L, 110L, 240L, 490L);
        assertThat(failing(pausing(2_000), 10, 6_100, call -> Outcome.HTTP_5XX).scheduledOf(1))
                .containsExactly(0L, 2_010L, 4_020L, 6_030L);
    }

    @Test
    void anErrorPauseOfNothingEndsThem() {
        assertThat(failing(pausing(0), 10, 45, call -> Outcome.HTTP_5XX).scheduledOf(1))
                .containsExactly(0L, 10L, 20L, 30L, 40L);
        assertThat(failing(pausing(0), 10, 45, call -> Outcome.CONNECT).scheduledOf(1))
                .containsExactly(0L, 10L, 20L, 30L, 40L);
    }

    private static Pace pausing(int millis) {
        return new Pace(ThinkTime.NONE, Duration.ZERO, false, Duration.ofMillis(millis));
    }

    /** One user whose calls end so, each after as many milliseconds. */
    private static VirtualRun failing(Pace pace, int millis, int stageMillis, Function<Call, Outcome> ends) {
        Load load = new Load(
                LoadModel.VIRTUAL_USERS,
                1,
                List.of(stage(1, stageMillis)),
                Duration.ZERO,
                Duration.ZERO,
                pace,
                Limits.NONE,
                1,
                1);
        return new VirtualRun(plan(load, 60_000), new FakeTransport(call -> millis * 1_000L, true, ends)).toTheEnd();
    }

    @Test
    void anAnswerEndsTheUsersPauses() {
        Set<Long> refused = Set.of(0L, 110L, 330L);
        VirtualRun run = refusing(plan(1, stage(1, 460)), call -> refused.contains(call.scheduled() / 1_000))
                .toTheEnd();
        assertThat(run.scheduledOf(1)).containsExactly(0L, 110L, 320L, 330L, 440L, 450L);
    }

    @Test
    void aUserThatThinksLongerThanThePausePausesNoLonger() {
        VirtualRun run = refusing(plan(load(1, 300, 250, stage(1, 1_000)), 60_000), call -> true)
                .toTheEnd();
        assertThat(run.scheduledOf(1)).containsExactly(0L, 260L, 520L, 930L);
    }

    @Test
    void aUserThatIsRemovedWhileItPausesSendsNothingMore() {
        VirtualRun run = refusing(plan(2, stage(2, 50), stage(1, 0), stage(1, 200)), call -> call.user() == 2)
                .toTheEnd();
        assertThat(run.scheduledOf(2)).containsExactly(0L);
    }

    @Test
    void everyRequestHasExactlyOneSampleUnderAnIdOfItsOwn() {
        VirtualRun run = answering(
                        plan(load(0, 40, 0, stage(20, 200), stage(3, 100), stage(30, 0), stage(0, 200)), 55),
                        call -> call.scheduled() % 7 == 0 ? NEVER : call.scheduled() % 60)
                .toTheEnd();
        List<String> sent = run.transport.calls.stream().map(Call::id).toList();
        assertThat(sent).hasSizeGreaterThan(100).doesNotHaveDuplicates();
        assertThat(run.samples.stream().map(RequestSample::id)).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(run.withOutcome(Outcome.TIMEOUT)).isNotEmpty();
        assertThat(run.withOutcome(Outcome.INTERRUPTED)).isNotEmpty();
    }

    private static List<Integer> stages(VirtualRun run) {
        return run.samples.stream()
                .sorted(Comparator.comparingLong(sample -> sample.at().scheduled()))
                .map(RequestSample::stage)
                .toList();
    }

    private static List<RequestSample> of(VirtualRun run, int user) {
        return run.samples.stream().filter(sample -> sample.user() == user).toList();
    }
}

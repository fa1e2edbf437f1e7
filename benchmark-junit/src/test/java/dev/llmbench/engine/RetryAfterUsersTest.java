package dev.llmbench.engine;

import static dev.llmbench.engine.VirtualRun.plan;
import static dev.llmbench.engine.VirtualRun.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.openai.Call;
import dev.llmbench.plan.Limits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.Pace;
import dev.llmbench.plan.ThinkTime;
import dev.llmbench.sample.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Users whom a server that is too busy asks to come later, in virtual time; each answer takes 10 ms. */
class RetryAfterUsersTest {
    @Test
    void aUserThatHonoursItSendsItsNextRequestNoSooner() {
        VirtualRun run =
                run(users(true, 0, 3_050), RetryAfterUsersTest::busyAtFirst, RetryAfterUsersTest::threeSecondsAtFirst);
        assertThat(run.scheduledOf(1)).containsExactly(0L, 3_010L, 3_020L, 3_030L, 3_040L);
        assertThat(run.withOutcome(Outcome.HTTP_429)).hasSize(1);
    }

    @Test
    void aUserThatDoesNotHonourItGoesOnAtOnce() {
        VirtualRun run =
                run(users(false, 0, 50), RetryAfterUsersTest::busyAtFirst, RetryAfterUsersTest::threeSecondsAtFirst);
        assertThat(run.scheduledOf(1)).containsExactly(0L, 10L, 20L, 30L, 40L);
    }

    @Test
    void aMinuteIsTheMostThatAUserWaits() {
        VirtualRun run = run(
                users(true, 0, 60_015),
                RetryAfterUsersTest::busyAtFirst,
                call -> call.scheduled() == 0 ? Optional.of(Duration.ofDays(400)) : Optional.empty());
        assertThat(run.scheduledOf(1)).containsExactly(0L, 60_010L);
    }

    @Test
    void aUserThatIsToWaitBeyondTheEndSendsNothingMoreAndTheRunEndsAsPlanned() throws InterruptedException {
        VirtualRun run =
                run(users(true, 0, 1_000), RetryAfterUsersTest::busyAtFirst, RetryAfterUsersTest::threeSecondsAtFirst);
        assertThat(run.scheduledOf(1)).containsExactly(0L);
        assertThat(run.facts().elapsed()).isEqualTo(Duration.ofSeconds(1));
        assertThat(run.facts().cutShort()).isEmpty();
    }

    @Test
    void aUserThatThinksLongerWaitsNoLonger() {
        VirtualRun run = run(
                users(true, 4_000, 4_015), RetryAfterUsersTest::busyAtFirst, RetryAfterUsersTest::threeSecondsAtFirst);
        assertThat(run.scheduledOf(1)).containsExactly(0L, 4_010L);
    }

    @Test
    void aServerThatAsksForNoTimeIsAskedAgainAtOnce() {
        VirtualRun run = run(users(true, 0, 25), RetryAfterUsersTest::busyAtFirst, call -> Optional.of(Duration.ZERO));
        assertThat(run.scheduledOf(1)).containsExactly(0L, 10L, 20L);
    }

    @Test
    void itDoesNotLengthenThePausesOfAUserThatCannotConnect() {
        VirtualRun run = run(
                users(new Pace(ThinkTime.NONE, Duration.ZERO, true), 3_650),
                call -> call.scheduled() == 0 ? Outcome.HTTP_5XX : Outcome.CONNECT,
                RetryAfterUsersTest::threeSecondsAtFirst);
        assertThat(run.scheduledOf(1)).containsExactly(0L, 3_010L, 3_220L, 3_630L);
    }

    private static Outcome busyAtFirst(Call call) {
        return call.scheduled() == 0 ? Outcome.HTTP_429 : Outcome.OK;
    }

    private static Optional<Duration> threeSecondsAtFirst(Call call) {
        return call.scheduled() == 0 ? Optional.of(Duration.ofSeconds(3)) : Optional.empty();
    }

    private static VirtualRun run(
            Load load, Function<Call, Outcome> outcomes, Function<Call, Optional<Duration>> asks) {
        FakeTransport transport = new FakeTransport(call -> 10_000, true, outcomes).asking(asks);
        return new VirtualRun(plan(load, 60_000), transport).toTheEnd();
    }

    /** Users that pause for no other reason. */
    private static Load users(boolean honour, int thinkMillis, int stageMillis) {
        ThinkTime thinkTime = ThinkTime.fixed(Duration.ofMillis(thinkMillis));
        return users(new Pace(thinkTime, Duration.ZERO, honour, Duration.ZERO), stageMillis);
    }

    private static Load users(Pace pace, int stageMillis) {
        return new Load(
                LoadModel.VIRTUAL_USERS,
                1,
                List.of(stage(1, stageMillis)),
                Duration.ZERO,
                Duration.ofMillis(300),
                pace,
                Limits.NONE,
                1,
                1);
    }
}

package dev.llmbench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final OptionalInt RUN = OptionalInt.empty();

    @Test
    void aRunIsSteadyIfAllItsStagesHoldOneLevel() {
        assertThat(Plans.load(10, minute(10), minute(10)).isSteady(RUN)).isTrue();
        assertThat(Plans.load(10, minute(10), minute(20)).isSteady(RUN)).isFalse();
        assertThat(Plans.load(0, minute(10)).isSteady(RUN)).isFalse();
    }

    @Test
    void aRunOfTwoLevelsIsNotSteadyThoughEachStageIs() {
        Load load = Plans.load(10, minute(10), new Stage(20, Duration.ZERO), minute(20));

        assertThat(load.isSteady(RUN)).isFalse();
        assertThat(load.isSteady(OptionalInt.of(1))).isTrue();
        assertThat(load.isSteady(OptionalInt.of(3))).isTrue();
    }

    @Test
    void aStageIsSteadyIfItStartsAtItsTarget() {
        assertThat(Plans.RAMP_AND_HOLD.isSteady(OptionalInt.of(1))).isFalse();
        assertThat(Plans.RAMP_AND_HOLD.isSteady(OptionalInt.of(2))).isTrue();
    }

    @Test
    void aWindowIsSteadyIfItLiesInOneLevel() {
        Load load = Plans.after(Duration.ofSeconds(30), Plans.load(10, minute(10), minute(20), minute(20)));

        assertThat(load.isSteady(Duration.ofSeconds(30), Duration.ofSeconds(90)))
                .isTrue();
        assertThat(load.isSteady(Duration.ofSeconds(60), Duration.ofSeconds(91)))
                .isFalse();
        assertThat(load.isSteady(Duration.ofSeconds(100), Duration.ofSeconds(110)))
                .isFalse();
        assertThat(load.isSteady(Duration.ofSeconds(150), Duration.ofSeconds(170)))
                .isTrue();
    }

    @Test
    void aJumpOfNoLengthLeavesTheRunSteady() {
        assertThat(Plans.load(0, new Stage(10, Duration.ZERO), minute(10)).isSteady(RUN))
                .isTrue();
    }

    @Test
    void anOpenLoadTakesFractionsOfARequestASecond() {
        Load load = open(0.5, Duration.ZERO);

        assertThat(load.inWords(1)).isEqualTo("0.5 → 2.5/s 1m");
        assertThat(load.levelAt(Duration.ofSeconds(30))).isEqualTo(1.5);
        assertThat(load.levelAt(Duration.ofMinutes(1))).isZero();
    }

    @Test
    void anOpenLoadHasNoThinkTime() {
        assertRefused("for virtual users", () -> open(1, Duration.ofSeconds(1)));
    }

    @Test
    void anOpenLoadDoesNotHonourRetryAfter() {
        assertRefused(
                "honourRetryAfter is for virtual users", () -> open(1, new Pace(ThinkTime.NONE, Duration.ZERO, true)));
    }

    @Test
    void anOpenLoadHasNoErrorPause() {
        assertRefused(
                "errorPause is for virtual users",
                () -> open(1, new Pace(ThinkTime.NONE, Duration.ZERO, false, Duration.ZERO)));
    }

    @Test
    void aPauseIsNotNegative() {
        assertRefused(
                "errorPause = \"-1s\"", () -> new Pace(ThinkTime.NONE, Duration.ZERO, false, Duration.ofSeconds(-1)));
    }

    private static Load open(double startRate, Duration thinkTime) {
        return open(startRate, new Pace(ThinkTime.fixed(thinkTime), Duration.ZERO));
    }

    private static Load open(double startRate, Pace pace) {
        List<Stage> stages = List.of(new Stage(2.5, Duration.ofMinutes(1)));
        return new Load(
                LoadModel.ARRIVAL_RATE,
                startRate,
                stages,
                Duration.ZERO,
                Duration.ofSeconds(30),
                pace,
                Limits.NONE,
                10,
                1);
    }

    @Test
    void itsLengthIsThatOfAllStages() {
        Load load = Plans.load(30, minute(10), minute(20));

        assertThat(load.length()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aLoadHasAStageAUserAndALength() {
        assertRefused("at least one stage", () -> Plans.load(1));
        assertRefused("never have any load", () -> Plans.load(0, minute(0)));
        assertRefused("have no length", () -> Plans.load(1, new Stage(1, Duration.ZERO)));
        assertRefused("not negative", () -> Plans.load(-1, minute(1)));
        assertRefused("at most 30 days", () -> Plans.load(1, new Stage(1, Duration.ofDays(31))));
    }

    @Test
    void virtualUsersAreWhole() {
        assertRefused("stages.target = \"2.5\"", () -> Plans.load(1, minute(2.5)));
    }

    @Test
    void aStageHasASaneTargetAndLength() {
        assertRefused("between 0 and", () -> minute(-1));
        assertRefused("between 0 and", () -> minute(Double.NaN));
        assertRefused("stages.duration", () -> new Stage(1, Duration.ofSeconds(-1)));
    }

    private static void assertRefused(String because, ThrowingCallable made) {
        assertThatExceptionOfType(ConfigurationException.class).isThrownBy(made).withMessageContaining(because);
    }

    private static Stage minute(double target) {
        return new Stage(target, Duration.ofMinutes(1));
    }
}

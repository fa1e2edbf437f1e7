package dev.llmbench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceReplayTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @Test
    void speedShortensAllTimes() {
        TraceReplay twice = at(2);

        assertThat(twice.duration()).isEqualTo(Duration.ofMinutes(5));
        assertThat(twice.at(250_000)).isEqualTo(125_000);
        assertThat(twice.rate()).isEqualTo(4);
        assertThat(twice.inWords()).isEqualTo("trace 2x 5m");
        assertThat(at(1).inWords()).isEqualTo("trace 10m");
        assertThat(at(0.5).inWords()).isEqualTo("trace 0.5x 20m");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.3, 1, 3, 7.7, 999.9, 1_000})
    void theLastRequestStartsBeforeTheReplayEnds(double speed) {
        TraceReplay replay = new TraceReplay(2, Duration.ofMillis(1), speed, TraceWindow.WHOLE);

        assertThat(replay.at(999)).isNotNegative().isLessThan(replay.duration().toNanos() / 1_000);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 0.0001, 2_000})
    void aSpeedIsAFactorWithinReason(double speed) {
        assertRefused(() -> at(speed))
                .hasMessageContaining("traceSpeed")
                .hasMessageContaining("twice the original speed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10m", "1m..2m..3m", "2m..1m", "1m..1m", "a..b"})
    void aWindowIsTwoDurations(String text) {
        assertRefused(() -> TraceWindow.parse("traceWindow", text)).hasMessageContaining("traceWindow");
    }

    @Test
    void aWindowMayBeOpenAtEitherEnd() {
        assertThat(TraceWindow.parse("traceWindow", "..10m"))
                .isEqualTo(new TraceWindow(Duration.ZERO, Optional.of(TEN_MINUTES)));
        assertThat(TraceWindow.parse("traceWindow", "10m..")).isEqualTo(new TraceWindow(TEN_MINUTES, Optional.empty()));
        assertThat(TraceWindow.parse("w", TraceWindow.WHOLE.inWords())).isEqualTo(TraceWindow.WHOLE);
    }

    @Test
    void aReplayIsOneStageThatIsNeverSteady() {
        Load load = load(at(2), Duration.ZERO, Pace.NONE, Limits.NONE);

        assertThat(load.stages()).containsExactly(new Stage(4, Duration.ofMinutes(5)));
        assertThat(load.isSteady(OptionalInt.empty())).isFalse();
        assertThat(load.isSteady(OptionalInt.of(1))).isFalse();
        assertThat(LoadTimeline.of(load).longestSteady().length()).isZero();
        assertThat(load.inWords(1)).isEqualTo("trace 2x 5m");
        assertThat(load.model().isOpen()).isTrue();
    }

    @Test
    void aReplayOfMonthsIsRefused() {
        TraceReplay long121Days = new TraceReplay(1_000, Duration.ofDays(121), 1, TraceWindow.WHOLE);

        assertRefused(() -> load(long121Days, Duration.ZERO, Pace.NONE, Limits.NONE))
                .hasMessageContaining("the replay takes 2904h, but a run lasts at most 30 days")
                .hasMessageContaining("raise traceSpeed");
    }

    @Test
    void moreRequestsASecondThanCanBeAreRefused() {
        TraceReplay flood = new TraceReplay(5_000_000, Duration.ofSeconds(1), 1, TraceWindow.WHOLE);

        assertRefused(() -> load(flood, Duration.ZERO, Pace.NONE, Limits.NONE))
                .hasMessageContaining("5000000 requests per second");
    }

    @Test
    void whatIsOfLevelsOrUsersDoesNotGoWithATrace() {
        Pace pace = new Pace(ThinkTime.fixed(Duration.ofSeconds(1)), Duration.ZERO);
        Limits perUser = new Limits(OptionalLong.empty(), OptionalLong.of(1));

        assertRefused(() -> load(at(1), Duration.ofSeconds(1), Pace.NONE, Limits.NONE))
                .hasMessageContaining("warmUp = \"1s\"");
        assertRefused(() -> load(at(1), Duration.ZERO, pace, Limits.NONE)).hasMessageContaining("thinkTime");
        assertRefused(() -> load(at(1), Duration.ZERO, Pace.NONE, perUser)).hasMessageContaining("maxRequestsPerUser");
        assertRefused(() -> new TwoLengths(10, false)
                        .requireCompatible(load(at(1), Duration.ZERO, Pace.NONE, Limits.NONE), EarlyEnd.NONE))
                .hasMessageContaining("tpotByDifference = \"10\"");
    }

    @Test
    void aTraceIsReplayedByItsOwnModelAlone() {
        assertRefused(() -> new Load(
                        LoadModel.TRACE,
                        1,
                        Plans.STEADY.stages(),
                        Duration.ZERO,
                        Duration.ZERO,
                        Pace.NONE,
                        Limits.NONE,
                        1,
                        1))
                .hasMessageContaining("load = \"TRACE\"");
    }

    private static TraceReplay at(double speed) {
        return new TraceReplay(1_200, TEN_MINUTES, speed, TraceWindow.WHOLE);
    }

    private static Load load(TraceReplay replay, Duration warmUp, Pace pace, Limits limits) {
        return Load.ofTrace(replay, warmUp, Duration.ofSeconds(1), pace, limits, 100, 1);
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOf(ConfigurationException.class);
    }
}

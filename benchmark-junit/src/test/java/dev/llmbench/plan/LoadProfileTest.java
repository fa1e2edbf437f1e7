package dev.llmbench.plan;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.llmbench.plan.LoadTimeline.Spike;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class LoadProfileTest {
    private static final LoadModel USERS = LoadModel.VIRTUAL_USERS;
    private static final LoadModel RATE = LoadModel.ARRIVAL_RATE;

    @Test
    void aLoadRisesForATenthAndIsHeld() {
        assertThat(LoadProfile.LOAD.stages(20, ofMinutes(5), USERS))
                .containsExactly(new Stage(20, ofSeconds(30)), new Stage(20, ofSeconds(270)));
    }

    @Test
    void aLongLoadRisesForAMinuteAtTheMost() {
        assertThat(LoadProfile.LOAD.stages(20, ofHours(1), USERS))
                .containsExactly(new Stage(20, ofMinutes(1)), new Stage(20, ofMinutes(59)));
    }

    @Test
    void aSoakRisesShortlyAndIsHeldForLong() {
        assertThat(LoadProfile.SOAK.stages(20, ofHours(10), USERS))
                .containsExactly(new Stage(20, ofMinutes(5)), new Stage(20, ofMinutes(595)));
        assertThat(LoadProfile.SOAK.defaultLength()).isEqualTo(ofHours(1));
    }

    @Test
    void aSpikeJumpsFromATenthAndBack() {
        assertThat(LoadProfile.SPIKE.start(50, USERS)).isEqualTo(5);
        assertThat(LoadProfile.SPIKE.stages(50, ofMinutes(5), USERS))
                .containsExactly(
                        new Stage(5, ofMinutes(2)),
                        new Stage(50, ZERO),
                        new Stage(50, ofMinutes(1)),
                        new Stage(5, ZERO),
                        new Stage(5, ofMinutes(2)));
    }

    @Test
    void aSpikeOfUsersHasWholeUsersAndOneAtLeast() {
        assertThat(LoadProfile.SPIKE.start(4, USERS)).isEqualTo(1);
        assertThat(LoadProfile.SPIKE.start(26, USERS)).isEqualTo(3);
        assertThat(LoadProfile.SPIKE.start(4, RATE)).isEqualTo(0.4);
    }

    @Test
    void aBreakpointIsOneRiseOfARate() {
        assertThat(LoadProfile.BREAKPOINT.defaultModel()).isEqualTo(RATE);
        assertThat(LoadProfile.BREAKPOINT.start(100, RATE)).isZero();
        assertThat(LoadProfile.BREAKPOINT.stages(100, ofMinutes(10), RATE))
                .containsExactly(new Stage(100, ofMinutes(10)));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SEARCH")
    void everyProfileTakesAsLongAsItIsTold(LoadProfile profile) {
        Duration odd = Duration.ofNanos(123_456_789_123L);

        assertThat(profile.stages(20, odd, USERS).stream().map(Stage::duration).reduce(ZERO, Duration::plus))
                .isEqualTo(odd);
    }

    @Test
    void aLevelIsAboveNothing() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> LoadProfile.LOAD.stages(0, ofMinutes(1), USERS))
                .withMessageContaining("target")
                .withMessageContaining("above 0");
    }

    @Test
    void theSpikeOfALoadIsFoundWhereverItsStagesAreFromOneLevelUpAndBack() {
        assertThat(spike(5, LoadProfile.SPIKE.stages(50, ofMinutes(5), USERS).toArray(Stage[]::new)))
                .isEqualTo(new Spike(2, 4));
        assertThat(spike(5, stage(5), stage(20), stage(50), stage(50), stage(20), stage(5), stage(5)))
                .isEqualTo(new Spike(2, 6));
        assertThat(spike(5, stage(5), stage(50), stage(2), stage(5))).isEqualTo(new Spike(2, 3));
    }

    @Test
    void aLoadThatDoesNotComeBackOrComesFromNothingHasNoSpike() {
        assertThat(LoadTimeline.of(Plans.load(5, stage(5), stage(50), stage(20)))
                        .spike())
                .isEmpty();
        assertThat(LoadTimeline.of(Plans.load(5, stage(5), stage(50), stage(5))).spike())
                .isEmpty();
        assertThat(LoadTimeline.of(Plans.load(0, stage(50), stage(0), stage(0))).spike())
                .isEmpty();
        assertThat(LoadTimeline.of(Plans.RAMP_AND_HOLD).spike()).isEmpty();
        assertThat(LoadTimeline.of(Plans.STEADY).spike()).isEmpty();
    }

    private static Spike spike(int start, Stage... stages) {
        return LoadTimeline.of(Plans.load(start, Arrays.copyOf(stages, stages.length)))
                .spike()
                .orElseThrow();
    }

    private static Stage stage(int target) {
        return new Stage(target, ofSeconds(30));
    }
}

package dev.llmbench.engine;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.engine.RampSchedule.Step;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The steps are those that k6's {@code ramping-vus} plans, worked out by hand from its rule. */
class RampScheduleTest {

    @Test
    void aRampUpAddsTheIthOfNUsersAtIPartsOfTheStage() {
        assertThat(steps(0, stage(4, 10)))
                .containsExactly(
                        step(0, 0), step(2_500, 1), step(5_000, 2), step(7_500, 3), step(10_000, 4), step(10_000, 0));
    }

    @Test
    void aRampDownRemovesTheIthOfNUsersAtIPartsOfTheStageAndTheLastAtItsEnd() {
        assertThat(steps(4, stage(0, 10)))
                .containsExactly(step(0, 4), step(2_500, 3), step(5_000, 2), step(7_500, 1), step(10_000, 0));
    }

    @Test
    void theFirstStageStartsFromTheStartUsers() {
        assertThat(steps(2, stage(4, 1))).containsExactly(step(0, 2), step(500, 3), step(1_000, 4), step(1_000, 0));
    }

    @Test
    void aFlatStageChangesNothingUntilTheEndOfAll() {
        assertThat(steps(3, stage(3, 5))).containsExactly(step(0, 3), step(5_000, 0));
    }

    @Test
    void aStageOfNoLengthJumpsUp() {
        assertThat(steps(1, stage(1, 2), stage(5, 0), stage(5, 3)))
                .containsExactly(step(0, 1), step(2_000, 5), step(5_000, 0));
    }

    @Test
    void aStageOfNoLengthJumpsDown() {
        assertThat(steps(5, stage(5, 2), stage(1, 0), stage(1, 3)))
                .containsExactly(step(0, 5), step(2_000, 1), step(5_000, 0));
    }

    @Test
    void aFirstStageOfNoLengthJumpsAtOnce() {
        assertThat(steps(1, stage(3, 0), stage(3, 1))).containsExactly(step(0, 1), step(0, 3), step(1_000, 0));
    }

    @Test
    void stagesFollowOnEachOther() {
        assertThat(steps(0, stage(2, 2), stage(2, 5), stage(1, 4), stage(3, 2)))
                .containsExactly(
                        step(0, 0),
                        step(1_000, 1),
                        step(2_000, 2),
                        step(11_000, 1),
                        step(12_000, 2),
                        step(13_000, 3),
                        step(13_000, 0));
    }

    @Test
    void unevenPartsAreRoundedUpToTheNanosecond() {
        assertThat(steps(0, stage(3, 1)))
                .containsExactly(
                        new Step(Duration.ZERO, 0),
                        new Step(ofNanos(333_333_334), 1),
                        new Step(ofNanos(666_666_667), 2),
                        new Step(ofSeconds(1), 3),
                        new Step(ofSeconds(1), 0));
    }

    @Test
    void aRampThatEndsWithoutUsersNeedsNoLastStep() {
        List<Step> steps = steps(1, stage(0, 1), stage(0, 1));
        assertThat(steps).containsExactly(step(0, 1), step(1_000, 0));
    }

    @Test
    void aLongRampOfManyUsersDoesNotOverflow() {
        List<Step> steps = steps(0, new Stage(1_000, Duration.ofDays(30)));
        assertThat(steps).hasSize(1_002).contains(new Step(Duration.ofDays(3), 100));
    }

    private static List<Step> steps(int startUsers, Stage... stages) {
        return RampSchedule.of(Load.ofUsers(startUsers, List.of(stages), Duration.ZERO, Duration.ZERO, 1));
    }

    private static Stage stage(int target, int seconds) {
        return new Stage(target, ofSeconds(seconds));
    }

    private static Step step(int millis, int users) {
        return new Step(ofMillis(millis), users);
    }
}

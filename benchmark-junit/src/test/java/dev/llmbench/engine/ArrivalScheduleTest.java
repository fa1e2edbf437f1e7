package dev.llmbench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.llmbench.plan.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalScheduleTest {

    @Test
    void aConstantRateSpacesRequestsEvenly() {
        assertThat(arrivals(constant(4, stage(4, 2))))
                .containsExactly(
                        250_000L, 500_000L, 750_000L, 1_000_000L, 1_250_000L, 1_500_000L, 1_750_000L, 2_000_000L);
    }

    @Test
    void aFractionOfARequestASecondIsARate() {
        assertThat(arrivals(constant(0.25, stage(0.25, 10)))).containsExactly(4_000_000L, 8_000_000L);
    }

    @Test
    void aRampArrivesWhenItsIntegralPassesWholeNumbers() {
        // From 0 to 8 a second in 2 s: 2t² = k.
        assertThat(arrivals(constant(0, stage(8, 2))))
                .containsExactly(
                        707_107L, 1_000_000L, 1_224_745L, 1_414_214L, 1_581_139L, 1_732_051L, 1_870_829L, 2_000_000L);
    }

    @Test
    void aRampDownSlowsDown() {
        // From 4 to 0 a second in 2 s: 4t - t² = k.
        assertThat(arrivals(constant(4, stage(0, 2)))).containsExactly(267_949L, 585_786L, 1_000_000L, 2_000_000L);
    }

    @Test
    void whatIsLeftOfAnArrivalGoesOnIntoTheNextStage() {
        // 1.5 arrive in the first stage; the second lacks half of one, at 5 a second.
        assertThat(arrivals(constant(1.5, stage(1.5, 1), stage(5, 0), stage(5, 0.5))))
                .containsExactly(666_667L, 1_100_000L, 1_300_000L, 1_500_000L);
    }

    @Test
    void aStageWithoutRateHasNoArrivals() {
        assertThat(arrivals(constant(0, stage(0, 10), stage(0, 5)))).isEmpty();
    }

    @Test
    void poissonArrivalsHaveTheRateAndTheSpreadOfAPoissonProcess() {
        List<Long> arrivals = arrivals(ArrivalSchedule.poisson(50, List.of(stage(50, 400)), 7));

        assertThat(arrivals.size()).isCloseTo(20_000, within(500));
        double mean = 20_000.0;
        double variance = 0;
        for (int i = 1; i < arrivals.size(); i++) {
            double gap = arrivals.get(i) - arrivals.get(i - 1);
            variance += (gap - mean) * (gap - mean) / arrivals.size();
        }
        assertThat(Math.sqrt(variance) / mean).isCloseTo(1, within(0.05));
    }

    @Test
    void poissonArrivalsAreTheSameForTheSameSeed() {
        List<Stage> stages = List.of(stage(20, 10));

        assertThat(arrivals(ArrivalSchedule.poisson(0, stages, 1)))
                .isEqualTo(arrivals(ArrivalSchedule.poisson(0, stages, 1)))
                .isNotEqualTo(arrivals(ArrivalSchedule.poisson(0, stages, 2)));
    }

    private static ArrivalSchedule constant(double startRate, Stage... stages) {
        return ArrivalSchedule.constant(startRate, List.of(stages));
    }

    private static Stage stage(double target, double seconds) {
        return new Stage(target, Duration.ofNanos(Math.round(seconds * 1e9)));
    }

    private static List<Long> arrivals(ArrivalSchedule schedule) {
        List<Long> arrivals = new ArrayList<>();
        for (long next = schedule.next(); next != ArrivalSchedule.NO_MORE; next = schedule.next()) {
            arrivals.add(next);
        }
        return arrivals;
    }
}

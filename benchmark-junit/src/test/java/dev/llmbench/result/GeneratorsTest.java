package dev.llmbench.result;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.sample.Stall;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The logs and stalls of several load generators are merged into those of one. */
class GeneratorsTest {

    @Test
    void aSlotHasTheWorstStallTheShareOfAllProcessorsAndTheSumOfRequests() {
        GeneratorLog merged = GeneratorLog.merged(List.of(
                log(1, slot(30, 20, 0.875, 10), slot(0, 1, 0.25, 3)),
                log(3, slot(12, 12, 0.125, 7), slot(5, 5, 0.75, 4))));

        assertThat(merged.processors()).isEqualTo(4);
        assertThat(merged.slots()).containsExactly(slot(30, 20, 0.3125, 17), slot(5, 5, 0.625, 7));
    }

    @Test
    void aGeneratorThatEndedEarlierIsInTheSlotsThatItHas() {
        GeneratorLog merged = GeneratorLog.merged(
                List.of(log(1, slot(0, 0, 0.5, 1)), log(3, slot(0, 0, 0.5, 1), slot(0, 0, 0.125, 2))));

        assertThat(merged.slots()).containsExactly(slot(0, 0, 0.5, 2), slot(0, 0, 0.125, 2));
    }

    @Test
    void whatAMachineDidIsWeightedByItsProcessorsAndUnknownIfNoneTold() {
        GeneratorLog one = new GeneratorLog(1, List.of(), OptionalDouble.of(1), ofMillis(30));
        GeneratorLog three = new GeneratorLog(3, List.of(), OptionalDouble.of(0.5), ofMillis(70));

        assertThat(GeneratorLog.merged(List.of(one, three, new GeneratorLog(8, List.of()))))
                .returns(OptionalDouble.of(0.625), GeneratorLog::machineCpuShare)
                .returns(ofMillis(70), GeneratorLog::collecting);
        assertThat(GeneratorLog.merged(List.of(log(2))).machineCpuShare()).isEmpty();
        assertThat(GeneratorLog.merged(List.of())).isEqualTo(GeneratorLog.NONE);
    }

    @Test
    void stallsThatOverlapAreOne() {
        Stalls merged = merged(List.of(
                List.of(new Stall(100_000, 200_000), new Stall(500_000, 520_000)),
                List.of(new Stall(50_000, 120_000), new Stall(150_000, 180_000), new Stall(200_000, 230_000)),
                List.of(new Stall(900_000, 930_000))));

        assertThat(merged.each())
                .containsExactly(new Stall(50_000, 230_000), new Stall(500_000, 520_000), new Stall(900_000, 930_000));
        assertThat(merged.total()).isEqualTo(ofMillis(230));
        assertThat(merged.longest()).isEqualTo(ofMillis(180));
    }

    @Test
    void quietTimeIsOutsideTheStallsOfEachGenerator() {
        Stalls merged =
                merged(List.of(List.of(new Stall(5_000_000, 5_100_000)), List.of(new Stall(1_000_000, 1_100_000))));
        QuietTime quiet = new QuietTime(merged.each(), 10_000, 0);

        assertThat(quiet.contains(1_500_000)).isFalse();
        assertThat(quiet.contains(3_000_000)).isTrue();
        assertThat(quiet.contains(5_500_000)).isFalse();
    }

    @Test
    void theStallsOfOneGeneratorStayAsTheyAre() {
        Stalls stalls = Stalls.of(List.of(new Stall(0, 12_000), new Stall(50_000, 90_000)), ofMillis(20));

        assertThat(Stalls.merged(List.of(stalls), ofMillis(20))).isEqualTo(stalls);
        assertThat(Stalls.merged(List.of(), ofMillis(20))).isEqualTo(Stalls.NONE);
    }

    private static Stalls merged(List<List<Stall>> generators) {
        return Stalls.merged(
                generators.stream()
                        .map(stalls -> Stalls.of(stalls, ofMillis(10)))
                        .toList(),
                ofMillis(10));
    }

    private static GeneratorLog log(int processors, GeneratorSlot... slots) {
        return new GeneratorLog(processors, List.of(slots));
    }

    private static GeneratorSlot slot(int stalled, int longest, double cpu, int inFlight) {
        return new GeneratorSlot(
                Duration.ofMillis(stalled), Duration.ofMillis(longest), OptionalDouble.of(cpu), inFlight);
    }
}

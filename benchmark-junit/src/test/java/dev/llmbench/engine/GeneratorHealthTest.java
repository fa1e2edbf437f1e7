package dev.llmbench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.llmbench.result.GeneratorLog;
import dev.llmbench.result.GeneratorSlot;
import dev.llmbench.sample.RunClock;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Times are in milliseconds; the run starts near the point where nanoseconds wrap around. */
class GeneratorHealthTest {
    private static final long START = Long.MAX_VALUE - 500_000_000L;
    private final int processors = Runtime.getRuntime().availableProcessors();
    private OptionalLong cpuNanos = OptionalLong.of(7);
    private final GeneratorHealth health = new GeneratorHealth(
            RunClock.starting(() -> START), Duration.ofSeconds(1), Duration.ofMillis(10), () -> cpuNanos);

    @Test
    void eachSecondHasItsOwnStallsAndItsMostRequestsInFlight() {
        beat(400, 3, 5);
        beat(700, 12, 9);
        beat(900, 20, 2);
        beat(1_001, 0, 4);
        beat(1_500, 1, 3);

        GeneratorLog log = logAt(2_000);
        assertThat(log.slots()).hasSize(2);
        assertThat(log.slots().get(0))
                .returns(Duration.ofMillis(32), GeneratorSlot::stalled)
                .returns(Duration.ofMillis(20), GeneratorSlot::longestStall)
                .returns(9, GeneratorSlot::peakInFlight);
        assertThat(log.slots().get(1))
                .returns(Duration.ZERO, GeneratorSlot::stalled)
                .returns(Duration.ofMillis(1), GeneratorSlot::longestStall)
                .returns(3, GeneratorSlot::peakInFlight);
        assertThat(log.longestStall()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void theCpuShareIsOfAllProcessors() {
        useCpu(processors * 250L);
        beat(1_000, 0, 1);
        useCpu(processors * 750L);
        beat(2_000, 0, 1);

        GeneratorLog log = logAt(2_001);
        assertThat(log.slots().get(0).cpuShare().getAsDouble()).isCloseTo(0.25, within(1e-9));
        assertThat(log.slots().get(1).cpuShare().getAsDouble()).isCloseTo(0.75, within(1e-9));
        assertThat(log.slots().get(2).cpuShare()).isEmpty();
        assertThat(log.cpuShare().getAsDouble()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void aStallOfSeveralSecondsLeavesNoSecondOut() {
        beat(500, 0, 1);
        useCpu(processors * 420L);
        beat(4_200, 3_698, 8);
        beat(5_000, 0, 1);

        GeneratorLog log = logAt(5_100);
        assertThat(log.slots()).hasSize(6);
        assertThat(log.slots().get(3).longestStall()).isEqualTo(Duration.ofMillis(3_698));
        assertThat(log.slots().get(1).cpuShare().getAsDouble()).isCloseTo(0.1, within(1e-9));
        assertThat(log.slots().get(1).peakInFlight()).isEqualTo(8);
    }

    @Test
    void aJvmThatDoesNotTellItsCpuTimeHasNoShare() {
        cpuNanos = OptionalLong.empty();
        beat(1_000, 0, 1);

        assertThat(logAt(1_900).cpuShare()).isEmpty();
    }

    private void beat(long at, long late, int inFlight) {
        health.beat(
                START + Duration.ofMillis(at).toNanos(), Duration.ofMillis(late).toNanos(), inFlight);
    }

    private void useCpu(long millis) {
        cpuNanos = OptionalLong.of(
                cpuNanos.orElseThrow() + Duration.ofMillis(millis).toNanos());
    }

    private GeneratorLog logAt(long at) {
        return health.log(START + Duration.ofMillis(at).toNanos());
    }
}

package dev.llmbench.result;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.Stage;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Half an hour with two requests a second, the first minute of it a ramp. */
class DriftTest {
    private static final Load SOAK = Plans.load(1, new Stage(10, ofMinutes(1)), new Stage(10, ofMinutes(29)));
    private final Random random = new Random(11);

    @Test
    void theDriftOfALatencyIsAShareOfItsLevelPerHour() {
        Drift drift = result(i -> ttft(200_000 + i * 10 + noise(20_000))).drift(Metric.TTFT);

        // 10 µs a request, 7,200 requests an hour, over the level in the middle of the steady time
        assertThat(drift.perHour()).isCloseTo(72_000 / 218_600.0, within(0.04));
        assertThat(drift.lower()).isLessThan(72_000 / 218_600.0).isPositive();
        assertThat(drift.upper()).isGreaterThan(72_000 / 218_600.0);
        assertThat(drift.includesZero()).isFalse();
        assertThat(drift.windows()).isEqualTo(60);
    }

    @Test
    void aWarmUpDoesNotCount() {
        LoadPlan plan = Plans.plan(Plans.after(ofMinutes(30), SOAK));
        List<RequestSample> samples = new ArrayList<>();
        for (int second = 1_800; second < 3_600; second++) {
            samples.add(Samples.ok()
                    .scheduledAt(ofSeconds(second))
                    .ttft(ofMillis(200))
                    .sample());
        }

        assertThat(Results.result(plan, samples).drift(Metric.TTFT).windows()).isEqualTo(60);
    }

    @Test
    void aSteadyLatencyIsSaidToBeSo() {
        Drift drift = result(i -> ttft(200_000 + noise(20_000))).drift(Metric.TTFT);

        assertThat(drift.includesZero()).isTrue();
        assertThat(drift.inWords())
                .matches("TTFT p50 drift was \\S+ %/h \\(95 % interval -\\S+ %/h to \\+\\S+ %/h, includes zero;"
                        + " 60 windows of 29s\\)");
    }

    @Test
    void anOutlierDoesNotMakeADrift() {
        Drift drift = result(i -> ttft(i > 3_300 ? 5_000_000 : 200_000 + noise(20_000)))
                .drift(Metric.TTFT);

        assertThat(drift.perHour()).isCloseTo(0, within(0.05));
    }

    @Test
    void theDriftOfTheErrorRateIsInPercentagePointsPerHour() {
        Drift drift = result(
                        i -> random.nextInt(36_000) < i ? Samples.failed(Outcome.HTTP_5XX, "overloaded") : Samples.ok())
                .drift(Metric.ERROR_RATE);

        assertThat(drift.perHour()).isCloseTo(0.2, within(0.06));
        assertThat(drift.includesZero()).isFalse();
    }

    @Test
    void theRampIsNotLookedAt() {
        Drift drift = result(i -> ttft(i < 120 ? 5_000_000 : 200_000)).drift(Metric.TTFT);

        assertThat(drift.perHour()).isZero();
        assertThat(drift.upper()).isZero();
    }

    @Test
    void tooShortATimeTellsNoDrift() {
        Load ramp = Plans.load(0, new Stage(10, ofMinutes(30)));

        assertThat(Results.result(Plans.plan(ramp), samples(i -> Samples.ok()))
                        .drift(Metric.TTFT)
                        .inWords())
                .isEqualTo("TTFT drift is unknown: 0 windows of steady load have enough requests, and it takes 8."
                        + " Hold the load at one level for longer");
    }

    @Test
    void aMetricThatHasNoDriftIsRefused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Results.result(Plans.plan()).drift(Metric.GOODPUT))
                .withMessageContainingAll("drift", "TTFT, TPOT or ERROR_RATE");
    }

    private long noise(int micros) {
        return (long) (random.nextGaussian() * micros);
    }

    private static Samples ttft(long micros) {
        return Samples.ok().ttft(Duration.ofNanos(1_000 * micros)).e2e(ofSeconds(6));
    }

    private static LoadResult result(IntFunction<Samples> ofNumber) {
        return Results.result(Plans.plan(SOAK), samples(ofNumber));
    }

    private static List<RequestSample> samples(IntFunction<Samples> ofNumber) {
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < 3_600; i++) {
            samples.add(ofNumber.apply(i).scheduledAt(ofMillis(i * 500L)).sample());
        }
        return samples;
    }
}

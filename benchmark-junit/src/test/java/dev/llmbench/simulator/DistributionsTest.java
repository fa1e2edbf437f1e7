package dev.llmbench.simulator;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DistributionsTest {

    private static final int DRAWS = 20_000;

    @Test
    void fixedIsAlwaysTheSame() {
        assertThat(millis(Delay.fixed(ofMillis(7)))).containsOnly(7.0);
        assertThat(tokens(TokenCount.fixed(7))).containsOnly(7.0);
    }

    @Test
    void uniformIsSpreadEvenlyBetweenItsEnds() {
        double[] delays = millis(Delay.uniform(ofMillis(10), ofMillis(30)));
        double[] counts = tokens(TokenCount.uniform(1, 3));

        assertThat(delays[0]).isBetween(10.0, 10.1);
        assertThat(quantile(delays, 0.5)).isCloseTo(20, within(0.5));
        assertThat(delays[DRAWS - 1]).isBetween(29.9, 30.0);
        assertThat(counts).containsOnly(1, 2, 3);
        assertThat(mean(counts)).isCloseTo(2, within(0.03));
    }

    @Test
    void normalHasItsMeanAndDeviationAndIsNeverNegative() {
        double[] delays = millis(Delay.normal(ofMillis(100), ofMillis(10)));

        assertThat(mean(delays)).isCloseTo(100, within(0.5));
        assertThat(quantile(delays, 0.8413)).isCloseTo(110, within(1.0));
        assertThat(millis(Delay.normal(ofMillis(1), ofMillis(10)))[0]).isZero();
        assertThat(mean(tokens(TokenCount.normal(100, 10)))).isCloseTo(100, within(0.5));
        assertThat(tokens(TokenCount.normal(1, 10))[0]).isEqualTo(1);
    }

    @Test
    void exponentialHasItsMeanAndALongTail() {
        double[] delays = millis(Delay.exponential(ofMillis(100)));

        assertThat(mean(delays)).isCloseTo(100, within(3.0));
        assertThat(quantile(delays, 0.5)).isCloseTo(100 * Math.log(2), within(3.0));
    }

    @Test
    void logNormalHasItsMedianAndP95() {
        double[] delays = millis(Delay.logNormal(ofMillis(100), ofMillis(400)));
        double[] counts = tokens(TokenCount.logNormal(100, 400));

        assertThat(quantile(delays, 0.5)).isCloseTo(100, within(3.0));
        assertThat(quantile(delays, 0.95)).isCloseTo(400, within(20.0));
        assertThat(quantile(counts, 0.5)).isCloseTo(100, within(3.0));
        assertThat(quantile(counts, 0.95)).isCloseTo(400, within(20.0));
    }

    @Test
    void badParametersAreRefusedWithNameValueRuleAndRemedy() {
        refuses(() -> Delay.fixed(ofMillis(-1)), "duration=PT-0.001S must be from zero to 24 hours; give a");
        refuses(() -> Delay.fixed(Duration.ofDays(2)), "duration=PT48H must be from zero");
        refuses(() -> Delay.uniform(ofMillis(2), ofMillis(1)), "max=PT0.001S must not be less than min=PT0.002S");
        refuses(() -> Delay.logNormal(Duration.ZERO, ofMillis(1)), "median=PT0S must be more than zero");
        refuses(() -> Delay.logNormal(ofMillis(2), ofMillis(1)), "p95=PT0.001S must not be less than median");
        refuses(() -> TokenCount.fixed(0), "tokens=0 must be a number of tokens from 1 to 1000000");
        refuses(() -> TokenCount.uniform(3, 2), "max=2 must not be less than min=3");
        refuses(() -> TokenCount.normal(3, -2), "standardDeviation=-2 must not be negative");
        refuses(() -> TokenCount.logNormal(3, 2), "p95=2 must not be less than median=3");
    }

    private static void refuses(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
    }

    private static double[] millis(Delay delay) {
        SplittableRandom random = new SplittableRandom(1);
        return sorted(() -> delay.nanos(random) / 1e6);
    }

    private static double[] tokens(TokenCount count) {
        SplittableRandom random = new SplittableRandom(1);
        return sorted(() -> count.tokens(random));
    }

    private static double[] sorted(DoubleSupplier draw) {
        double[] draws = new double[DRAWS];
        Arrays.setAll(draws, i -> draw.getAsDouble());
        Arrays.sort(draws);
        return draws;
    }

    private static double quantile(double[] sorted, double q) {
        return sorted[(int) (q * sorted.length)];
    }

    private static double mean(double[] draws) {
        return Arrays.stream(draws).average().orElseThrow();
    }
}

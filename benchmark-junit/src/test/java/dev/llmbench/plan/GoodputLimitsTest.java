package dev.llmbench.plan;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.llmbench.metric.Metric;
import dev.llmbench.result.Samples;
import dev.llmbench.sample.Outcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoodputLimitsTest {
    private final GoodputLimits limits =
            new GoodputLimits(Map.of(Metric.TTFT, ofMillis(300), Metric.E2E, ofMillis(800)));

    @Test
    void aGoodRequestMeetsEveryLimitAndMayReachIt() {
        assertThat(limits.isGood(
                        Samples.ok().ttft(ofMillis(300)).e2e(ofMillis(800)).sample()))
                .isTrue();
        assertThat(limits.isGood(
                        Samples.ok().ttft(ofMillis(301)).e2e(ofMillis(800)).sample()))
                .isFalse();
        assertThat(limits.isGood(
                        Samples.ok().ttft(ofMillis(100)).e2e(ofMillis(801)).sample()))
                .isFalse();
    }

    @Test
    void aRequestThatFailedIsNotGood() {
        assertThat(GoodputLimits.NONE.isGood(
                        Samples.failed(Outcome.HTTP_5XX, "").sample()))
                .isFalse();
        assertThat(GoodputLimits.NONE.isGood(Samples.ok().sample())).isTrue();
    }

    @Test
    void aLatencyThatARequestDoesNotHaveIsNoLimitToIt() {
        GoodputLimits ofTokens = new GoodputLimits(Map.of(Metric.TPOT, ofMillis(1)));

        assertThat(ofTokens.isGood(Samples.ok().tokens(50, 1, 0).sample())).isTrue();
    }

    @Test
    void limitsAreOfTtftTpotAndE2eAndLongerThanNothing() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new GoodputLimits(Map.of(Metric.WAITING, ofMillis(1))));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new GoodputLimits(Map.of(Metric.TTFT, Duration.ZERO)));
    }
}

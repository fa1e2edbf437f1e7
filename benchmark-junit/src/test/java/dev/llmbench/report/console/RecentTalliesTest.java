package dev.llmbench.report.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.LatencyHistogram;
import dev.llmbench.result.Tally;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentTalliesTest {
    private final RecentTallies recent = new RecentTallies();

    @Test
    void nothingYetIsNoRate() {
        assertThat(recent.perSecond(Tally::ok)).isZero();
        assertThat(recent.ttft().isEmpty()).isTrue();
    }

    @Test
    void aRateIsThatOfTheLastFiveSeconds() {
        for (int second = 1; second <= 10; second++) {
            recent.add(Duration.ofSeconds(second), tally(second * 10L, 1_000));
        }
        for (int second = 11; second <= 20; second++) {
            recent.add(Duration.ofSeconds(second), tally(100 + (second - 10) * 2L, 1_000));
        }

        assertThat(recent.perSecond(Tally::ok)).isEqualTo(2);
    }

    @Test
    void latenciesAreThoseOfTheLastFiveSeconds() {
        for (int second = 1; second <= 20; second++) {
            recent.add(Duration.ofSeconds(second), tally(second, second * 1_000L));
        }

        assertThat(recent.ttft().count()).isEqualTo(5);
        assertThat(recent.ttft().min()).isEqualTo(Duration.ofMillis(16));
        assertThat(recent.ttft().max()).isEqualTo(Duration.ofMillis(20));
    }

    private static Tally tally(long ok, long ttft) {
        LatencyHistogram one = new LatencyHistogram();
        one.record(ttft);
        return new Tally(ok, 0, Optional.empty(), 0, one.snapshot());
    }
}

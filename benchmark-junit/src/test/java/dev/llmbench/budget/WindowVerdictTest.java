package dev.llmbench.budget;

import static dev.llmbench.budget.Budgets.atMost;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.Plans;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import dev.llmbench.result.Results;
import dev.llmbench.result.Samples;
import dev.llmbench.sample.RequestSample;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Verdicts on a window of time: the ramp takes 30 s, and the load is held for a minute. */
class WindowVerdictTest {
    private static final Budget P95 = atMost(Metric.TTFT, "p95", "300ms");
    private final LoadResult slow = Results.result(Plans.plan(Plans.RAMP_AND_HOLD), everyTenthOfASecond(412));

    @Test
    void aWindowInWhichTheLoadWasHeldCanBeProven() {
        assertThat(judge(slow, slow.window(ofSeconds(40), ofSeconds(60))).word())
                .isEqualTo("BREACH (proven)");
    }

    @Test
    void aWindowThatReachesIntoTheRampProvesNothing() {
        Verdict verdict = judge(slow, slow.window(ofSeconds(20), ofSeconds(60)));

        assertThat(verdict.word()).isEqualTo("BREACH");
        assertThat(verdict.message()).endsWith("by point estimate, as the load was not steady");
    }

    @Test
    void aWindowThatIsAsLongAsTheRunIsJudgedLikeIt() {
        assertThat(judge(slow, slow.window(ofSeconds(0), ofSeconds(90))).word())
                .isEqualTo(Verdicts.judge(slow, P95).word());
    }

    @Test
    void theSamplesOfTheRunProveNothingOfAWindow() {
        List<RequestSample> samples = everyTenthOfASecond(100);
        // One spell of a second in twenty, which tells as much as one or two slow requests would.
        for (int i = 500; i < 520; i++) {
            samples.set(i, sample(i, 412));
        }
        LoadResult result = Results.result(Plans.plan(Plans.RAMP_AND_HOLD, P95), samples);
        Measurement window = result.window(ofSeconds(40), ofSeconds(60));

        assertThat(window.effectiveSize(Metric.TTFT, 300_000, true).orElseThrow())
                .isLessThan(100);
        assertThat(judge(result, window).word()).isEqualTo("BREACH");
    }

    private static Verdict judge(LoadResult result, Measurement window) {
        return Verdicts.judge(result, P95, window, false);
    }

    private static List<RequestSample> everyTenthOfASecond(int ttftMillis) {
        Load load = Plans.RAMP_AND_HOLD;
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < load.length().toMillis() / 100; i++) {
            samples.add(sample(i, ttftMillis));
        }
        return samples;
    }

    private static RequestSample sample(int number, int ttftMillis) {
        return Samples.ok()
                .stage(number < 300 ? 1 : 2)
                .scheduledAt(ofMillis(100L * number))
                .ttft(ofMillis(ttftMillis))
                .sample();
    }
}

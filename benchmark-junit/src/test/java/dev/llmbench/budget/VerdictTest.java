package dev.llmbench.budget;

import static dev.llmbench.budget.Budgets.atLeast;
import static dev.llmbench.budget.Budgets.atMost;
import static dev.llmbench.result.Results.many;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Plans;
import dev.llmbench.result.Results;
import dev.llmbench.result.Samples;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a verdict says of itself where its parts stand apart, as in a table. */
class VerdictTest {
    private static final RequestSample FAST = Samples.okWithTtft(ofMillis(100));
    private static final RequestSample SLOW = Samples.okWithTtft(ofMillis(412));
    private static final RequestSample JUST_OVER = Samples.okWithTtft(ofNanos(300_001_000));
    private static final RequestSample HUNG = Samples.hung(Outcome.TIMEOUT, ofSeconds(60));
    private static final Budget P95 = atMost(Metric.TTFT, "p95", "300ms");

    @Test
    void theFigureIsShownInTheUnitOfItsLimit() {
        assertThat(judge(P95, many(100, FAST)).shownActual()).isEqualTo("100 ms");
        assertThat(judge(P95, many(100, SLOW)).shownActual()).isEqualTo("412 ms");
        assertThat(judge(atMost(Metric.ERROR_RATE, "", "1%"), many(100, FAST)).shownActual())
                .isEqualTo("0 %");
    }

    @Test
    void whereNothingWasMeasuredADashStandsInPlaceOfTheFigure() {
        Verdict verdict = judge(P95, List.of());

        assertThat(verdict.shownActual()).isEqualTo("-");
        assertThat(verdict.shownInterval()).isEqualTo("-");
    }

    @Test
    void requestsThatWereCutOffDoNotMakeABrokenLimitLookKept() {
        assertThat(judge(P95, many(90, FAST, 10, HUNG)).shownActual()).isEqualTo("over 300 ms");
        assertThat(judge(atMost(Metric.TTFT, "max", "300ms"), many(90, FAST, 1, HUNG))
                        .shownActual())
                .isEqualTo("over 300 ms");
        assertThat(judge(P95, many(95, FAST, 5, HUNG)).shownActual()).isEqualTo("100 ms");
        assertThat(judge(atMost(Metric.TTFT, "min", "50ms"), many(9, FAST, 1, HUNG))
                        .shownActual())
                .isEqualTo("100 ms");
    }

    @Test
    void roundingDoesNotHideABreach() {
        assertThat(judge(P95, many(100, JUST_OVER)).shownActual()).isEqualTo("over 300 ms");
        assertThat(judge(atMost(Metric.TTFT, "max", "300ms"), many(100, JUST_OVER))
                        .shownActual())
                .isEqualTo("over 300 ms");
        assertThat(judge(atMost(Metric.TTFT, "min", "300ms"), many(100, JUST_OVER))
                        .shownActual())
                .isEqualTo("over 300 ms");
    }

    @Test
    void aFigureThatIsHeldFromBelowIsNeverOverItsLimit() {
        assertThat(judge(atLeast(Metric.TTFT, "p95", "300ms"), many(100, JUST_OVER))
                        .shownActual())
                .isEqualTo("300 ms");
        assertThat(judge(atMost(Metric.TTFT, "mean", "300ms"), many(100, JUST_OVER))
                        .shownActual())
                .isEqualTo("300 ms");
    }

    @Test
    void theIntervalIsShownInTheUnitOfTheLimit() {
        assertThat(judge(atMost(Metric.ERROR_RATE, "", "1%"), many(1_000, FAST)).shownInterval())
                .isEqualTo("0 % to 0.368 %");
        assertThat(judge(atMost(Metric.TTFT, "max", "1s"), many(1_000, FAST)).shownInterval())
                .isEqualTo("-");
    }

    @Test
    void theDetailLeavesTheWordOut() {
        Verdict thin = judge(P95, many(19, FAST));
        Verdict clear = judge(P95, many(100, FAST));

        assertThat(thin.detail()).isEqualTo(thin.finding() + "; " + thin.remark());
        assertThat(clear.detail()).isEqualTo(clear.finding());
    }

    @Test
    void theExcessIsToldFromHalfAPercentOfTheLimitOn() {
        assertThat(judge(atMost(Metric.TTFT, "p50", "410ms"), many(100, SLOW)).message())
                .endsWith("BREACH (proven)");
        assertThat(judge(atMost(Metric.TTFT, "p50", "409ms"), many(100, SLOW)).message())
                .endsWith("BREACH (proven), over by 0.733 %");
        assertThat(judge(atMost(Metric.TTFT, "p50", "0ms"), many(100, SLOW)).message())
                .endsWith("BREACH (proven)");
    }

    private static Verdict judge(Budget budget, List<RequestSample> samples) {
        return Verdicts.judge(Results.result(Plans.plan(budget), samples), budget);
    }
}

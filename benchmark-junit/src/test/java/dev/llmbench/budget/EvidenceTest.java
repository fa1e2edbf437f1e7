package dev.llmbench.budget;

import static dev.llmbench.budget.Budgets.atLeast;
import static dev.llmbench.budget.Budgets.atMost;
import static dev.llmbench.metric.Metric.ERROR_RATE;
import static dev.llmbench.metric.Metric.OK_REQUESTS;
import static dev.llmbench.metric.Metric.REQUEST_THROUGHPUT;
import static dev.llmbench.metric.Metric.TTFT;
import static dev.llmbench.plan.Evidence.POINT;
import static dev.llmbench.plan.Evidence.PROVEN_BREACH;
import static dev.llmbench.plan.Evidence.PROVEN_PASS;
import static dev.llmbench.result.Results.many;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Results;
import dev.llmbench.result.Samples;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EvidenceTest {
    private static final RequestSample FAST = Samples.okWithTtft(ofMillis(100));
    private static final RequestSample SLOW = Samples.okWithTtft(ofMillis(412));
    private static final Budget P95 = atMost(TTFT, "p95", "300ms");
    private static final Budget P99 = atMost(TTFT, "p99", "300ms");

    @Test
    void aBreachByChanceFailsByThePointAlone() {
        List<RequestSample> sixOfAHundred = many(94, FAST, 6, SLOW);

        assertThat(fails(P95, POINT, sixOfAHundred)).isTrue();
        assertThat(fails(P95, PROVEN_BREACH, sixOfAHundred)).isFalse();
        assertThat(fails(P95, PROVEN_PASS, sixOfAHundred)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aProvenBreachFailsByEveryPolicy(Evidence evidence) {
        assertThat(fails(P95, evidence, many(50, FAST, 50, SLOW))).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aProvenPassFailsByNone(Evidence evidence) {
        assertThat(fails(P99, evidence, many(299, FAST))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void nothingMeasuredFailsByEveryPolicy(Evidence evidence) {
        assertThat(fails(P95, evidence, List.of())).isTrue();
    }

    @Test
    void aPassThatIsNotProvenIsToldHowManyRequestsItTakes() {
        Verdict verdict = judge(P99, PROVEN_PASS, many(150, FAST));

        assertThat(verdict.word()).isEqualTo("PASS");
        assertThat(verdict.failed()).isTrue();
        assertThat(verdict.message())
                .endsWith("PASS, a proven pass needs 299 requests without one over the limit, had 150:"
                        + " at 2.5/s hold the load about 1m longer");
        assertThat(fails(P99, POINT, many(150, FAST))).isFalse();
    }

    @Test
    void thinEvidenceFailsWhereOnlyAProvenPassIsGreen() {
        assertThat(judge(P99, POINT, many(60, FAST)).message())
                .endsWith("PASS (thin: n = 60, proves at most 4.9 %), TTFT p99 needs 100 requests:"
                        + " at 1/s hold the load about 40s longer");
        assertThat(judge(P99, PROVEN_PASS, many(60, FAST)).message())
                .endsWith("PASS (thin: n = 60, proves at most 4.9 %), a proven pass needs 299 requests without one over"
                        + " the limit, had 60: at 1/s hold the load about 3m59s longer");
        assertThat(fails(P99, POINT, many(60, FAST))).isFalse();
        assertThat(fails(P99, PROVEN_PASS, many(60, FAST))).isTrue();
        assertThat(fails(P99, PROVEN_BREACH, many(60, FAST))).isFalse();
    }

    @Test
    void thinEvidenceOfARampFailsWhereOnlyAProvenPassIsGreen() {
        LoadResult ramp = Results.result(Plans.plan(Plans.RAMP_AND_HOLD, P99), many(60, FAST));

        assertThat(Verdicts.judge(ramp, P99.with(PROVEN_PASS)).failed()).isTrue();
        assertThat(Verdicts.judge(ramp, P99.with(POINT)).failed()).isFalse();
    }

    @Test
    void aShareLikeItsLimitIsProvenByNoNumber() {
        assertThat(judge(P95, PROVEN_PASS, spread(100, 20)).message())
                .contains("no number of requests like these proves a pass");
    }

    @Test
    void theBudgetsOwnPolicyGoesBeforeThePlans() {
        List<RequestSample> sixOfAHundred = many(94, FAST, 6, SLOW);
        LoadResult result = result(POINT, Plans.STEADY, sixOfAHundred);

        assertThat(Verdicts.judge(result, P95.with(PROVEN_BREACH)).failed()).isFalse();
        assertThat(Verdicts.judge(result, P95).failed()).isTrue();
    }

    @Test
    void aRampIsJudgedByItsPointEstimateWhateverThePolicy() {
        LoadResult slow = result(PROVEN_BREACH, Plans.RAMP_AND_HOLD, many(50, FAST, 50, SLOW));
        LoadResult fast = result(PROVEN_PASS, Plans.RAMP_AND_HOLD, many(100, FAST));

        assertThat(Verdicts.judge(slow, P95).failed()).isTrue();
        assertThat(Verdicts.judge(slow, P95).message()).endsWith("by point estimate, as the load was not steady");
        assertThat(Verdicts.judge(fast, P95).failed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void countsAndExtremesAreFactsOfTheRun(Evidence evidence) {
        assertThat(fails(atLeast(OK_REQUESTS, "", "10"), evidence, many(9, FAST)))
                .isTrue();
        assertThat(fails(atLeast(OK_REQUESTS, "", "10"), evidence, many(10, FAST)))
                .isFalse();
        assertThat(fails(atMost(TTFT, "max", "300ms"), evidence, many(99, FAST, 1, SLOW)))
                .isTrue();
        assertThat(fails(atMost(TTFT, "max", "300ms"), evidence, many(99, FAST)))
                .isFalse();
    }

    @Test
    void correlatedSamplesDoNotProveWhatAsManyIndependentOnesWould() {
        List<RequestSample> oneSpell = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            oneSpell.add(Samples.ok()
                    .scheduledAt(ofMillis(100L * i))
                    .ttft(ofMillis(i >= 300 && i < 360 ? 412 : 100))
                    .sample());
        }
        Verdict verdict = judge(P95, PROVEN_BREACH, oneSpell);

        assertThat(verdict.word()).isEqualTo("BREACH");
        assertThat(verdict.failed()).isFalse();
        assertThat(verdict.message())
                .contains("not proven, because successive requests are correlated: 600 requests count as");
        assertThat(judge(P95, PROVEN_BREACH, spread(600, 10)).word()).isEqualTo("BREACH (proven)");
    }

    @Test
    void aMeanIsProvenByItsBatches() {
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            samples.add(Samples.ok()
                    .scheduledAt(ofMillis(100L * i))
                    .ttft(ofMillis(100 + i % 7))
                    .sample());
        }
        assertThat(judge(atMost(TTFT, "mean", "110ms"), POINT, samples).word()).isEqualTo("PASS (proven)");
        assertThat(judge(atMost(TTFT, "mean", "95ms"), POINT, samples).word()).isEqualTo("BREACH (proven)");
        assertThat(judge(atMost(TTFT, "mean", "103ms"), POINT, samples).proven())
                .isFalse();
        assertThat(judge(atLeast(REQUEST_THROUGHPUT, "", "5/s"), POINT, samples).word())
                .isEqualTo("PASS (proven)");
    }

    @Test
    void aMeanOfAFewSecondsIsProvenByNothing() {
        Verdict verdict = judge(atMost(TTFT, "mean", "1s"), PROVEN_PASS, List.of(FAST));

        assertThat(verdict.failed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"TTFT", "TTFT_FROM_SCHEDULE", "TTFO", "E2E", "E2E_FROM_SCHEDULE"})
    void whatHungLongerThanTheLimitCountsAsOverWhateverTheMetric(Metric metric) {
        List<RequestSample> samples = many(
                80,
                FAST,
                10,
                Samples.hung(Outcome.TIMEOUT, ofSeconds(60)),
                10,
                Samples.hung(Outcome.INTERRUPTED, ofSeconds(9)));
        Verdict verdict = judge(atMost(metric, "p95", "5s"), POINT, samples);

        assertThat(verdict.word()).isEqualTo("BREACH (proven)");
        assertThat(verdict.over()).isEqualTo(20);
    }

    @Test
    void theIntervalStandsBesideTheFigure() {
        Verdict verdict = judge(atMost(ERROR_RATE, "", "1%"), POINT, many(1_000, FAST));

        assertThat(verdict.message())
                .isEqualTo("Error rate was 0 %, limit ≤ 1 % (run, 0 of 1,000 requests failed, 95 % CI 0 % to 0.368 %):"
                        + " PASS (proven)");
    }

    /** Every so manyth is slow. */
    private static List<RequestSample> spread(int n, int every) {
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            samples.add(Samples.ok()
                    .scheduledAt(ofMillis(50L * i))
                    .ttft(ofMillis(i % every == 0 ? 412 : 100))
                    .sample());
        }
        return samples;
    }

    private static boolean fails(Budget budget, Evidence evidence, List<RequestSample> samples) {
        return judge(budget, evidence, samples).failed();
    }

    private static Verdict judge(Budget budget, Evidence evidence, List<RequestSample> samples) {
        return Verdicts.judge(result(evidence, Plans.STEADY, samples), budget);
    }

    private static LoadResult result(Evidence evidence, Load load, List<RequestSample> samples) {
        LoadPlan plan = Plans.plan(load);
        return Results.result(
                new LoadPlan(
                        plan.test(),
                        plan.dataset(),
                        plan.target(),
                        plan.request(),
                        plan.load(),
                        plan.budgets(),
                        plan.goodput(),
                        plan.early(),
                        plan.deadline(),
                        plan.acceptsInvalid(),
                        evidence),
                samples);
    }
}

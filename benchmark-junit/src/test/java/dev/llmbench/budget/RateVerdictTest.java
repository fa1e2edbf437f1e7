package dev.llmbench.budget;

import static dev.llmbench.budget.Budgets.atLeast;
import static dev.llmbench.budget.Budgets.atMost;
import static dev.llmbench.budget.Verdict.Kind.BREACH;
import static dev.llmbench.budget.Verdict.Kind.NO_SAMPLE;
import static dev.llmbench.budget.Verdict.Kind.PASS;
import static dev.llmbench.metric.Metric.ERRORS;
import static dev.llmbench.metric.Metric.ERROR_RATE;
import static dev.llmbench.metric.Metric.GOODPUT;
import static dev.llmbench.metric.Metric.GOOD_FRACTION;
import static dev.llmbench.metric.Metric.OK_REQUESTS;
import static dev.llmbench.metric.Metric.OUTPUT_TOKEN_THROUGHPUT;
import static dev.llmbench.metric.Metric.REQUEST_THROUGHPUT;
import static dev.llmbench.metric.Metric.TOTAL_TOKEN_THROUGHPUT;
import static dev.llmbench.result.Results.many;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.result.Results;
import dev.llmbench.result.Samples;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RateVerdictTest {
    private static final RequestSample OK = Samples.ok().sample();
    private static final RequestSample SLOW = Samples.okWithTtft(ofMillis(900));
    private static final RequestSample FAILED =
            Samples.failed(Outcome.HTTP_5XX, "overloaded").sample();
    private static final Budget ONE_PERCENT = atMost(ERROR_RATE, "", "1%");

    @Test
    void anErrorRateMayReachItsLimit() {
        assertThat(judge(ONE_PERCENT, many(99, OK, 1, FAILED)).kind()).isEqualTo(PASS);
        assertThat(judge(ONE_PERCENT, many(98, OK, 2, FAILED)).kind()).isEqualTo(BREACH);
        assertThat(judge(atMost(ERROR_RATE, "", "0.7%"), many(993, OK, 7, FAILED))
                        .kind())
                .isEqualTo(PASS);
    }

    @Test
    void aStrictErrorRateMayNot() {
        assertThat(judgeStrictly(ONE_PERCENT, many(99, OK, 1, FAILED)).kind()).isEqualTo(BREACH);
        assertThat(judgeStrictly(ONE_PERCENT, many(100, OK)).kind()).isEqualTo(PASS);
    }

    @Test
    void manyErrorsAreAProvenBreachAtAnyNumberOfRequests() {
        Verdict verdict = judge(ONE_PERCENT, many(12, OK, 8, FAILED));

        assertThat(verdict.word()).isEqualTo("BREACH (proven)");
        assertThat(verdict.message())
                .isEqualTo(
                        "Error rate was 40 %, limit ≤ 1 % (run, 8 of 20 requests failed, 95 % CI 19.1 % to 63.9 %): BREACH (proven)");
    }

    @Test
    void fewRequestsWithoutAnErrorAreAThinPass() {
        Verdict verdict = judge(ONE_PERCENT, many(80, OK));

        assertThat(verdict.word()).isEqualTo("PASS (thin: n = 80, proves at most 3.7 %)");
        assertThat(verdict.failed()).isFalse();
    }

    @Test
    void fewRequestsWithErrorsOverTheLimitAreABreachThatSaysHowMany() {
        Verdict verdict = judge(ONE_PERCENT, many(78, OK, 2, FAILED));

        assertThat(verdict.kind()).isEqualTo(BREACH);
        assertThat(verdict.failed()).isTrue();
        assertThat(verdict.message()).contains("2 of 80 requests failed");
    }

    @Test
    void anErrorRateIsProvenToHoldByEnoughRequests() {
        assertThat(judge(ONE_PERCENT, many(299, OK)).word()).isEqualTo("PASS (proven)");
        assertThat(judge(ONE_PERCENT, many(298, OK)).word()).isEqualTo("PASS");
    }

    @Test
    void whereNoErrorIsAllowedOneIsAProvenBreachEvenOnARamp() {
        Budget none = atMost(ERROR_RATE, "", "0%");
        var result = Results.result(Plans.plan(Plans.RAMP_AND_HOLD), many(5_000, OK, 1, FAILED));

        assertThat(Verdicts.judge(result, none).word()).isEqualTo("BREACH (proven)");
        assertThat(judge(none, many(1, OK)).word()).isEqualTo("PASS");
    }

    @Test
    void interruptedRequestsAreNeitherOkNorErrors() {
        Verdict verdict =
                judge(ONE_PERCENT, many(100, OK, 50, Samples.interrupted().sample()));

        assertThat(verdict.samples()).isEqualTo(100);
    }

    @Test
    void anErrorRateOfNoRequestFails() {
        Verdict verdict = judge(ONE_PERCENT, List.of());

        assertThat(verdict.kind()).isEqualTo(NO_SAMPLE);
        assertThat(verdict.message()).contains("Error rate was never measured", "0 ok, 0 failed, 0 interrupted");
    }

    @Test
    void anErrorRateCanBeAskedFromBelow() {
        Budget refusesHalf = atLeast(ERROR_RATE, "", "50%");

        assertThat(judge(refusesHalf, many(50, OK, 50, FAILED)).kind()).isEqualTo(PASS);
        assertThat(judge(refusesHalf, many(51, OK, 49, FAILED)).kind()).isEqualTo(BREACH);
    }

    @Test
    void aGoodFractionIsTheMirrorOfAnErrorRate() {
        Budget budget = atLeast(GOOD_FRACTION, "", "95%");

        assertThat(judge(budget, many(95, OK, 3, SLOW, 2, FAILED)).kind()).isEqualTo(PASS);
        assertThat(judge(budget, many(94, OK, 4, SLOW, 2, FAILED)).kind()).isEqualTo(BREACH);
        assertThat(judge(budget, many(59, OK)).word()).isEqualTo("PASS (proven)");
        assertThat(judge(budget, many(2, SLOW)).word()).isEqualTo("BREACH (proven)");
        assertThat(judge(budget, many(19, OK)).message())
                .isEqualTo(
                        "Good fraction was 100 %, limit ≥ 95 % (run, 19 of 19 requests were good, 95 % CI 82.4 % to 100 %): PASS"
                                + " (thin: n = 19, proves at most 15 %), Good fraction needs 20 requests: at 0.317/s hold the"
                                + " load about 4s longer");
    }

    @Test
    void aWholeFractionToleratesNoBadRequest() {
        Budget all = atLeast(GOOD_FRACTION, "", "100%");

        assertThat(judge(all, many(1_000, OK, 1, SLOW)).word()).isEqualTo("BREACH (proven)");
        assertThat(judge(all, many(3, OK)).kind()).isEqualTo(PASS);
    }

    @Test
    void throughputIsHeldByItsFigure() {
        Verdict breach = judge(atLeast(REQUEST_THROUGHPUT, "", "2/s"), many(90, OK));

        assertThat(judge(atLeast(REQUEST_THROUGHPUT, "", "1.5/s"), many(90, OK)).kind())
                .isEqualTo(PASS);
        assertThat(breach.message())
                .isEqualTo(
                        "Request throughput was 1.5/s, limit ≥ 2/s (run, n = 90 in 1m, 95 % CI 0/s to 4.64/s): BREACH, under by 25 %");
        assertThat(judge(atLeast(OUTPUT_TOKEN_THROUGHPUT, "", "7.5"), many(90, OK))
                        .kind())
                .isEqualTo(PASS);
        assertThat(judge(atLeast(TOTAL_TOKEN_THROUGHPUT, "", "82.6"), many(90, OK))
                        .kind())
                .isEqualTo(BREACH);
        assertThat(judge(atLeast(GOODPUT, "", "1"), many(60, OK, 30, SLOW)).kind())
                .isEqualTo(PASS);
    }

    @Test
    void aFigureThatIsItsLimitButForBinaryDustHolds() {
        for (int requests = 1; requests < 600; requests += 23) {
            String limit = BigDecimal.valueOf(requests)
                    .divide(BigDecimal.valueOf(60), MathContext.DECIMAL64)
                    .toPlainString();
            List<RequestSample> samples = many(requests, OK);

            assertThat(judge(atLeast(REQUEST_THROUGHPUT, "", limit), samples).kind())
                    .isEqualTo(PASS);
            assertThat(judge(atMost(REQUEST_THROUGHPUT, "", limit), samples).kind())
                    .isEqualTo(PASS);
            assertThat(judgeStrictly(atLeast(REQUEST_THROUGHPUT, "", limit), samples)
                            .kind())
                    .isEqualTo(BREACH);
        }
    }

    @Test
    void countsAreHeldByTheirFigure() {
        assertThat(judge(atMost(ERRORS, "", "2"), many(10, OK, 2, FAILED)).kind())
                .isEqualTo(PASS);
        assertThat(judge(atMost(ERRORS, "", "1"), many(10, OK, 2, FAILED)).message())
                .isEqualTo("Errors were 2, limit ≤ 1 (run, n = 12): BREACH");
        assertThat(judge(atLeast(OK_REQUESTS, "", "10"), many(10, OK)).kind()).isEqualTo(PASS);
        assertThat(judgeStrictly(atLeast(OK_REQUESTS, "", "10"), many(10, OK)).kind())
                .isEqualTo(BREACH);
    }

    @ParameterizedTest
    @EnumSource
    void noUpperLimitPassesWithoutASample(Metric metric) {
        Budget generous = metric.isLatency() ? atMost(metric, "max", "1h") : atMost(metric, "", "1");

        assertThat(judge(generous, List.of()).kind()).isEqualTo(NO_SAMPLE);
    }

    @Test
    void tokensThatNobodyCountedAreNoThroughput() {
        RequestSample uncounted = Samples.ok().withoutToken().sample();

        assertThat(judge(atMost(OUTPUT_TOKEN_THROUGHPUT, "", "1"), many(10, uncounted))
                        .kind())
                .isEqualTo(NO_SAMPLE);
    }

    @Test
    void whatCompletesAfterThePlanIsNoThroughput() {
        RequestSample late =
                Samples.ok().scheduledAt(ofSeconds(59)).e2e(ofSeconds(9)).sample();

        assertThat(judge(atMost(REQUEST_THROUGHPUT, "", "1"), many(10, late)).kind())
                .isEqualTo(NO_SAMPLE);
    }

    private static Verdict judge(Budget budget, List<RequestSample> samples) {
        return Verdicts.judge(Results.result(plan(), samples), budget);
    }

    private static Verdict judgeStrictly(Budget budget, List<RequestSample> samples) {
        return Verdicts.judgeStrictly(Results.result(plan(), samples), budget);
    }

    private static LoadPlan plan() {
        return Plans.plan(Plans.STEADY, new GoodputLimits(Map.of(Metric.TTFT, ofMillis(300))), false);
    }
}

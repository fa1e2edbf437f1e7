package dev.llmbench.budget;

import static dev.llmbench.budget.Budgets.atLeast;
import static dev.llmbench.budget.Budgets.atMost;
import static dev.llmbench.budget.Budgets.ofStage;
import static dev.llmbench.budget.Verdict.Kind.BREACH;
import static dev.llmbench.budget.Verdict.Kind.NO_SAMPLE;
import static dev.llmbench.budget.Verdict.Kind.PASS;
import static dev.llmbench.metric.Metric.CHUNK_GAP;
import static dev.llmbench.metric.Metric.TTFT;
import static dev.llmbench.result.Results.many;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.Plans;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Results;
import dev.llmbench.result.Samples;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyVerdictTest {
    private static final RequestSample FAST = Samples.okWithTtft(ofMillis(100));
    private static final RequestSample AT_LIMIT = Samples.okWithTtft(ofMillis(300));
    private static final RequestSample JUST_OVER = Samples.okWithTtft(ofNanos(300_001_000));
    private static final RequestSample SLOW = Samples.okWithTtft(ofMillis(412));
    private static final RequestSample FAILED =
            Samples.failed(Outcome.HTTP_5XX, "overloaded").sample();
    private static final Budget P95 = atMost(TTFT, "p95", "300ms");

    @Test
    void fiveOfAHundredMayBeOverAP95() {
        assertThat(judge(P95, many(95, FAST, 5, SLOW)).kind()).isEqualTo(PASS);
        assertThat(judge(P95, many(94, FAST, 6, SLOW)).kind()).isEqualTo(BREACH);
    }

    @Test
    void theLimitItselfHolds() {
        assertThat(judge(P95, many(100, AT_LIMIT)).kind()).isEqualTo(PASS);
        assertThat(judge(P95, many(100, JUST_OVER)).kind()).isEqualTo(BREACH);
    }

    @Test
    void aStrictLimitDoesNotHoldItself() {
        assertThat(judgeStrictly(P95, many(100, AT_LIMIT)).kind()).isEqualTo(BREACH);
        assertThat(judgeStrictly(P95, many(100, FAST)).kind()).isEqualTo(PASS);
    }

    @Test
    void aClearBreachIsProven() {
        Verdict verdict = judge(P95, many(853, FAST, 387, SLOW));

        assertThat(verdict.proven()).isTrue();
        assertThat(verdict.samples()).isEqualTo(1_240);
        assertThat(verdict.over()).isEqualTo(387);
        assertThat(verdict.message())
                .isEqualTo(
                        "TTFT p95 was 412 ms, limit ≤ 300 ms"
                                + " (run, n = 1,240, 387 (31.2 %) over the limit, 5 % allowed, 95 % CI 412 ms to 412 ms): BREACH (proven), over by 37.3 %");
    }

    @Test
    void aClearPassIsProven() {
        assertThat(judge(P95, many(59, FAST)).word()).isEqualTo("PASS (proven)");
        assertThat(judge(P95, many(58, FAST)).word()).isEqualTo("PASS");
    }

    @Test
    void fewSamplesWithoutOneOverTheLimitAreAThinPass() {
        assertThat(judge(P95, many(19, FAST)).word()).isEqualTo("PASS (thin: n = 19, proves at most 15 %)");
        assertThat(judge(P95, many(1, FAST)).word()).isEqualTo("PASS (thin: n = 1, proves at most 95 %)");
        assertThat(judge(P95, many(1, FAST)).failed()).isFalse();
    }

    @Test
    void fewSamplesWithOneOverTheLimitAreABreach() {
        assertThat(judge(P95, many(18, FAST, 1, SLOW)).word()).isEqualTo("BREACH");
        assertThat(judge(P95, many(18, FAST, 1, SLOW)).failed()).isTrue();
    }

    @Test
    void aProvenBreachTakesNoMinimumOfSamples() {
        assertThat(judge(P95, many(2, SLOW)).word()).isEqualTo("BREACH (proven)");
    }

    @Test
    void nothingIsProvenOfARamp() {
        LoadResult slow = ramp(many(100, SLOW));
        LoadResult fast = ramp(many(100, FAST));

        assertThat(Verdicts.judge(slow, P95).word()).isEqualTo("BREACH");
        assertThat(Verdicts.judge(fast, P95).word()).isEqualTo("PASS");
        assertThat(Verdicts.judge(fast, P95).message()).endsWith("by point estimate, as the load was not steady");
    }

    @Test
    void aSteadyStageOfARampingRunCanBeProven() {
        RequestSample slow = Samples.ok()
                .stage(2)
                .scheduledAt(ofSeconds(40))
                .ttft(ofMillis(412))
                .sample();
        LoadResult result = ramp(many(200, FAST, 100, slow));
        Verdict ofStage = Verdicts.judge(result, ofStage(2, P95));

        assertThat(ofStage.word()).isEqualTo("BREACH (proven)");
        assertThat(ofStage.samples()).isEqualTo(100);
        assertThat(ofStage.message()).contains("(stage 2, 10 users 1m, n = 100, 100 (100 %) over");
        assertThat(Verdicts.judge(result, ofStage(1, P95)).kind()).isEqualTo(PASS);
    }

    @Test
    void whatWasCutOffWhileWaitingIsOverTheLimit() {
        RequestSample hung = Samples.hung(Outcome.INTERRUPTED, ofSeconds(20));
        Verdict verdict = judge(P95, many(90, FAST, 10, hung));

        assertThat(verdict.kind()).isEqualTo(BREACH);
        assertThat(verdict.message())
                .startsWith("TTFT p95 was over 300 ms, limit ≤ 300 ms")
                .contains("10 cut off or timed out");
    }

    @Test
    void aBreachByAMicrosecondIsNotShownAsTheLimit() {
        assertThat(judge(P95, many(100, JUST_OVER)).message()).startsWith("TTFT p95 was over 300 ms");
    }

    @Test
    void aPassIsNeverShownOverItsLimit() {
        Budget odd = atMost(TTFT, "p95", "300.4ms");
        Verdict verdict = judge(odd, many(100, Samples.okWithTtft(ofNanos(300_400_000))));

        assertThat(verdict.kind()).isEqualTo(PASS);
        assertThat(verdict.actual()).hasValue(300_400);
    }

    @Test
    void withoutASampleNothingPasses() {
        Verdict verdict = judge(P95, many(12, FAILED));

        assertThat(verdict.kind()).isEqualTo(NO_SAMPLE);
        assertThat(verdict.failed()).isTrue();
        assertThat(verdict.actual()).isEmpty();
        assertThat(verdict.message())
                .isEqualTo("TTFT p95 was never measured, limit ≤ 300 ms"
                        + " (run, 0 ok, 12 failed, 0 interrupted): NO SAMPLE");
    }

    @Test
    void withoutASampleNoLowerLimitPassesEither() {
        assertThat(judge(atLeast(TTFT, "min", "0ms"), List.of()).kind()).isEqualTo(NO_SAMPLE);
    }

    @Test
    void aMaximumMayReachItsLimitAndNoSampleMayBeOver() {
        Budget max = atMost(TTFT, "max", "300ms");

        assertThat(judge(max, many(10, FAST, 1, AT_LIMIT)).kind()).isEqualTo(PASS);
        Verdict breach = judge(max, many(10, FAST, 1, JUST_OVER));
        assertThat(breach.kind()).isEqualTo(BREACH);
        assertThat(breach.over()).isEqualTo(1);
        assertThat(judgeStrictly(max, many(1, AT_LIMIT)).kind()).isEqualTo(BREACH);
    }

    @Test
    void aMinimumIsHeldFromBothSides() {
        assertThat(judge(atMost(TTFT, "min", "300ms"), many(10, SLOW, 1, AT_LIMIT))
                        .kind())
                .isEqualTo(PASS);
        assertThat(judge(atMost(TTFT, "min", "300ms"), many(10, SLOW)).kind()).isEqualTo(BREACH);
        assertThat(judge(atLeast(TTFT, "min", "300ms"), many(10, SLOW, 1, AT_LIMIT))
                        .kind())
                .isEqualTo(PASS);
        assertThat(judge(atLeast(TTFT, "min", "300ms"), many(10, SLOW, 1, FAST)).kind())
                .isEqualTo(BREACH);
        assertThat(judgeStrictly(atLeast(TTFT, "min", "300ms"), many(1, AT_LIMIT))
                        .kind())
                .isEqualTo(BREACH);
    }

    @Test
    void aMeanIsHeldByItsFigure() {
        assertThat(judge(atMost(TTFT, "mean", "256ms"), many(1, FAST, 1, SLOW)).kind())
                .isEqualTo(PASS);
        assertThat(judge(atMost(TTFT, "mean", "255ms"), many(1, FAST, 1, SLOW)).message())
                .isEqualTo("TTFT mean was 256 ms, limit ≤ 255 ms (run, n = 2): BREACH");
        assertThat(judge(atLeast(TTFT, "mean", "257ms"), many(1, FAST, 1, SLOW)).kind())
                .isEqualTo(BREACH);
        assertThat(judgeStrictly(atMost(TTFT, "mean", "256ms"), many(1, FAST, 1, SLOW))
                        .kind())
                .isEqualTo(BREACH);
    }

    @Test
    void aPercentileCanBeHeldFromBelow() {
        Budget atLeast = atLeast(TTFT, "p95", "300ms");

        assertThat(judge(atLeast, many(94, FAST, 6, AT_LIMIT)).kind()).isEqualTo(PASS);
        Verdict breach = judge(atLeast, many(95, FAST, 5, AT_LIMIT));
        assertThat(breach.kind()).isEqualTo(BREACH);
        assertThat(breach.over()).isEqualTo(95);
        assertThat(breach.message())
                .contains("95 (95 %) under the limit, less than 95 % allowed", "BREACH, under by 66.7 %");
        assertThat(judgeStrictly(atLeast, many(94, FAST, 6, AT_LIMIT)).kind()).isEqualTo(BREACH);
    }

    @Test
    void gapsBetweenChunksAreSamplesOfTheirOwn() {
        RequestSample sample =
                Samples.ok().gaps(ofMillis(10), ofMillis(20), ofMillis(90)).sample();
        Verdict verdict = judge(atMost(CHUNK_GAP, "p50", "50ms"), many(10, sample));

        assertThat(verdict.samples()).isEqualTo(30);
        assertThat(verdict.over()).isEqualTo(10);
        assertThat(judge(atMost(CHUNK_GAP, "p99", "100ms"), many(10, sample)).message())
                .endsWith("PASS (thin: n = 30, proves at most 9.5 %), Chunk gap p99 needs 100 chunk gaps:"
                        + " at 0.5/s hold the load about 2m20s longer");
    }

    @Test
    void agreesWithASortedListByNearestRank() {
        Random random = new Random(5);
        for (int round = 0; round < 30; round++) {
            int n = 100 + random.nextInt(200);
            List<RequestSample> samples = new ArrayList<>();
            long[] micros = random.longs(n, 299_900, 300_150).toArray();
            for (long length : micros) {
                samples.add(Samples.okWithTtft(ofNanos(length * 1_000)));
            }
            Arrays.sort(micros);
            int percent = 1 + random.nextInt(99);
            long exact = micros[(percent * n + 99) / 100 - 1];
            LoadResult result = steady(samples);

            for (long limit = exact - 1; limit <= exact + 1; limit++) {
                Budget atMost = atMost(TTFT, "p" + percent, limit + "us");
                Budget atLeast = atLeast(TTFT, "p" + percent, limit + "us");
                String said = "p" + percent + " of " + n + ", limit " + (limit - exact) + " off";
                assertThat(Verdicts.judge(result, atMost).failed()).as(said).isEqualTo(exact > limit);
                assertThat(Verdicts.judgeStrictly(result, atMost).failed())
                        .as(said)
                        .isEqualTo(exact >= limit);
                assertThat(Verdicts.judge(result, atLeast).failed()).as(said).isEqualTo(exact < limit);
                assertThat(Verdicts.judgeStrictly(result, atLeast).failed())
                        .as(said)
                        .isEqualTo(exact <= limit);
            }
        }
    }

    private static Verdict judge(Budget budget, List<RequestSample> samples) {
        return Verdicts.judge(steady(samples), budget);
    }

    private static Verdict judgeStrictly(Budget budget, List<RequestSample> samples) {
        return Verdicts.judgeStrictly(steady(samples), budget);
    }

    private static LoadResult steady(List<RequestSample> samples) {
        return on(Plans.STEADY, samples);
    }

    private static LoadResult ramp(List<RequestSample> samples) {
        return on(Plans.RAMP_AND_HOLD, samples);
    }

    private static LoadResult on(Load load, List<RequestSample> samples) {
        return Results.result(Plans.plan(load), samples);
    }
}

package dev.llmbench.budget;

import static dev.llmbench.budget.Budgets.atLeast;
import static dev.llmbench.budget.Budgets.atMost;
import static dev.llmbench.budget.Budgets.ofStage;
import static dev.llmbench.budget.Verdict.Kind.BREACH;
import static dev.llmbench.budget.Verdict.Kind.INCONCLUSIVE;
import static dev.llmbench.budget.Verdict.Kind.PASS;
import static dev.llmbench.plan.Plans.STEADY;
import static dev.llmbench.result.Results.many;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.Stage;
import dev.llmbench.result.Results;
import dev.llmbench.result.Samples;
import dev.llmbench.sample.Delays;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.Stall;
import dev.llmbench.stats.Interval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the load generator may have added is counted: against the server for a pass, for it in a breach. */
class BoundedVerdictTest {
    private static final RequestSample FAST = Samples.okWithTtft(ofMillis(60));
    private static final RequestSample SLOW = Samples.okWithTtft(ofMillis(200));

    /** 84 ms, of which up to 23 ms may be the generator's. */
    private static final RequestSample BLURRED =
            Samples.ok().ttft(ofMillis(84)).receivedLate(ofMillis(23)).sample();

    private static Verdict judge(Budget budget, List<RequestSample> samples) {
        return Verdicts.judge(Results.result(Plans.plan(budget), samples), budget);
    }

    @Test
    void aPassHoldsWithAllOfItCountedAgainstTheServer() {
        assertThat(judge(atMost(Metric.TTFT, "p95", "84ms"), many(50, FAST, 50, BLURRED))
                        .kind())
                .isEqualTo(PASS);
    }

    @Test
    void aBreachHoldsWithAllOfItTakenOff() {
        Verdict verdict = judge(atMost(Metric.TTFT, "p95", "60ms"), many(50, FAST, 50, BLURRED));

        assertThat(verdict.word()).isEqualTo("BREACH (proven)");
        assertThat(verdict.over()).isEqualTo(50);
    }

    @Test
    void whatHangsOnItIsUndecidedAndToldWithItsRange() {
        Verdict verdict = judge(atMost(Metric.TTFT, "p95", "70ms"), many(50, FAST, 50, BLURRED));

        assertThat(verdict.kind()).isEqualTo(INCONCLUSIVE);
        assertThat(verdict.failed()).isTrue();
        assertThat(verdict.possible()).isEqualTo(Interval.of(61_000, 84_000));
        assertThat(verdict.message())
                .startsWith(
                        "TTFT p95 was 61 to 84 ms: up to 23 ms of it may be due to the load generator, limit ≤ 70 ms"
                                + " (run, n = 100, 0 % to 50 % over the limit, 5 % allowed")
                .contains(
                        "INCONCLUSIVE, the verdict depends on the load generator's own delay: give the test JVM more CPU");
    }

    @Test
    void aRangeThatMattersIsToldInAPassToo() {
        assertThat(judge(atMost(Metric.TTFT, "p95", "100ms"), many(100, BLURRED))
                        .message())
                .startsWith(
                        "TTFT p95 was 61 to 84 ms: up to 23 ms of it may be due to the load generator, limit ≤ 100 ms");
        assertThat(judge(atMost(Metric.TTFT, "p95", "1s"), many(100, BLURRED)).message())
                .startsWith("TTFT p95 was 84 ms, limit ≤ 1 s");
    }

    @ParameterizedTest
    @CsvSource({
        "TTFT, max, 84ms, 83ms, 60ms",
        "TTFT, min, 84ms, 83ms, 60ms",
        "TTFT, mean, 84ms, 83ms, 60ms",
        "TTFT, p50, 84ms, 83ms, 60ms",
        "TTFO, p95, 84ms, 83ms, 60ms",
        "WAITING, p95, 50ms, 49ms, 26ms",
        "E2E, p95, 500ms, 499ms, 476ms",
        "E2E_FROM_SCHEDULE, p95, 500ms, 499ms, 476ms",
        "TTFT_FROM_SCHEDULE, p95, 84ms, 83ms, 60ms"
    })
    void everyStatisticOfEveryLatencyHasItsBounds(
            Metric metric, String statistic, String kept, String open, String broken) {
        List<RequestSample> samples = many(100, BLURRED);

        assertThat(judge(atMost(metric, statistic, kept), samples).kind()).isEqualTo(PASS);
        assertThat(judge(atMost(metric, statistic, open), samples).kind()).isEqualTo(INCONCLUSIVE);
        assertThat(judge(atMost(metric, statistic, broken), samples).kind()).isEqualTo(BREACH);
    }

    @ParameterizedTest
    @CsvSource({"p95, 61ms, 62ms, 85ms", "mean, 61ms, 62ms, 85ms", "max, 61ms, 62ms, 85ms"})
    void anAtLeastLimitSwapsTheEnds(String statistic, String kept, String open, String broken) {
        List<RequestSample> samples = many(100, BLURRED);

        assertThat(judge(atLeast(Metric.TTFT, statistic, kept), samples).kind()).isEqualTo(PASS);
        assertThat(judge(atLeast(Metric.TTFT, statistic, open), samples).kind()).isEqualTo(INCONCLUSIVE);
        assertThat(judge(atLeast(Metric.TTFT, statistic, broken), samples).kind())
                .isEqualTo(BREACH);
    }

    @Test
    void tpotMayBeLongerToo() {
        // 4 intervals of 100 ms; the first token up to 40 ms late, the last up to 20 ms.
        RequestSample sample = Samples.ok()
                .late(new Delays(0, 0, 0, 40_000, 40_000, 20_000, 20_000))
                .sample();

        assertThat(judge(atMost(Metric.TPOT, "p95", "110ms"), many(100, sample)).kind())
                .isEqualTo(PASS);
        assertThat(judge(atMost(Metric.TPOT, "p95", "109ms"), many(100, sample)).kind())
                .isEqualTo(INCONCLUSIVE);
        assertThat(judge(atMost(Metric.TPOT, "p95", "95ms"), many(100, sample)).kind())
                .isEqualTo(INCONCLUSIVE);
        assertThat(judge(atMost(Metric.TPOT, "p95", "94ms"), many(100, sample)).kind())
                .isEqualTo(BREACH);
    }

    @Test
    void lagInsideStallsIsTakenOffLatenciesFromSchedule() {
        RequestSample held = Samples.ok()
                .lag(ofMillis(40))
                .late(new Delays(0, 35_000, 0, 0, 0, 0, 0))
                .sample();

        assertThat(judge(atMost(Metric.TTFT_FROM_SCHEDULE, "p95", "120ms"), many(100, held))
                        .kind())
                .isEqualTo(INCONCLUSIVE);
        assertThat(judge(atMost(Metric.TTFT_FROM_SCHEDULE, "p95", "100ms"), many(100, held))
                        .kind())
                .isEqualTo(BREACH);
    }

    @Test
    void anErrorThatAStallMayExplainIsNoneForSure() {
        RequestSample reset =
                Samples.failed(Outcome.RESET, "gone").receivedLate(ofMillis(30)).sample();
        RequestSample surely = Samples.failed(Outcome.RESET, "gone").sample();
        Budget budget = atMost(Metric.ERROR_RATE, "", "1%");

        assertThat(judge(budget, many(98, FAST, 2, surely)).kind()).isEqualTo(BREACH);
        assertThat(judge(budget, many(98, FAST, 2, reset)).kind()).isEqualTo(INCONCLUSIVE);
        assertThat(judge(budget, many(99, FAST, 1, reset)).kind()).isEqualTo(PASS);
    }

    @Test
    void aTimeoutIsAnErrorUnlessItTrulyWaitedForLess() {
        // Requests of this plan have a minute.
        RequestSample hung = Samples.failed(Outcome.TIMEOUT, "late")
                .e2e(ofSeconds(61))
                .receivedLate(ofMillis(30))
                .sample();
        RequestSample unread = Samples.failed(Outcome.TIMEOUT, "late")
                .e2e(ofMillis(60_010))
                .receivedLate(ofMillis(30))
                .sample();
        Budget budget = atMost(Metric.ERROR_RATE, "", "1%");

        assertThat(judge(budget, many(98, FAST, 2, hung)).kind()).isEqualTo(BREACH);
        assertThat(judge(budget, many(98, FAST, 2, unread)).kind()).isEqualTo(INCONCLUSIVE);
    }

    @Test
    void aGoodRequestIsSurelyGoodWhereItsUpperEndsKeepTheLimits() {
        Budget budget = atLeast(Metric.GOOD_FRACTION, "", "95%");
        LoadPlan plan = Plans.plan(STEADY, new GoodputLimits(Map.of(Metric.TTFT, ofMillis(70))), false, budget);

        assertThat(kind(plan, budget, many(95, FAST, 5, BLURRED))).isEqualTo(PASS);
        assertThat(kind(plan, budget, many(90, FAST, 10, BLURRED))).isEqualTo(INCONCLUSIVE);
        assertThat(kind(plan, budget, many(90, FAST, 10, SLOW))).isEqualTo(BREACH);
    }

    private static Verdict.Kind kind(LoadPlan plan, Budget budget, List<RequestSample> samples) {
        return Verdicts.judge(Results.result(plan, samples), budget).kind();
    }

    @Test
    void aThroughputIsBrokenOnlyWithTheLostTimeGivenBack() {
        // 10 users for a minute, who lost 24 of their 600 seconds.
        RequestSample late = Samples.ok().lag(ofMillis(240)).sample();
        List<RequestSample> samples = many(100, late);

        assertThat(judge(atLeast(Metric.REQUEST_THROUGHPUT, "", "1.66"), samples)
                        .kind())
                .isEqualTo(PASS);
        assertThat(judge(atLeast(Metric.REQUEST_THROUGHPUT, "", "1.73"), samples)
                        .kind())
                .isEqualTo(INCONCLUSIVE);
        assertThat(judge(atLeast(Metric.REQUEST_THROUGHPUT, "", "1.75"), samples)
                        .kind())
                .isEqualTo(BREACH);
    }

    @Test
    void aPassUnderALowerLoadSaysSo() {
        RequestSample late = Samples.ok().lag(ofMillis(180)).sample();

        assertThat(judge(atMost(Metric.TTFT, "p95", "1s"), many(100, late)).message())
                .endsWith("at 97 % of the planned load, because users waited for the load generator");
    }

    @Test
    void aPassOfAStageThatHadFarLessLoadIsNone() {
        Load load = Load.ofUsers(
                10,
                List.of(new Stage(10, Duration.ofMinutes(1)), new Stage(10, ofSeconds(10))),
                Duration.ZERO,
                Duration.ZERO,
                0);
        Budget budget = ofStage(2, atMost(Metric.TTFT, "p95", "1s"));
        RequestSample late = Samples.ok()
                .stage(2)
                .scheduledAt(ofSeconds(61))
                .lag(ofMillis(100))
                .sample();

        Verdict verdict = Verdicts.judge(Results.result(Plans.plan(load, budget), many(100, late)), budget);

        assertThat(verdict.kind()).isEqualTo(INCONCLUSIVE);
        assertThat(verdict.message()).contains("at 90 % of the planned load");
    }

    // Arrivals: what a stall held back is sent as a burst, and the server queues.

    private static final Load ARRIVALS =
            Load.ofArrivals(10, List.of(new Stage(10, Duration.ofMinutes(1))), ofSeconds(5), 100, 0);
    private static final List<Stall> ONE_STALL = List.of(new Stall(20_000_000, 21_000_000));

    /** Ten a second for a minute; those scheduled from second 20 to 27 took so long. */
    private static List<RequestSample> disturbed(Duration usual, Duration afterTheStall) {
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            boolean burst = i >= 200 && i < 270;
            samples.add(Samples.ok()
                    .ttft(burst ? afterTheStall : usual)
                    .scheduledAt(ofMillis(100L * i))
                    .sample());
        }
        return samples;
    }

    private static Verdict judgeArrivals(String limit, List<Stall> stalls, List<RequestSample> samples) {
        Budget budget = atMost(Metric.TTFT, "p95", limit);
        return Verdicts.judge(Results.stalled(Plans.plan(ARRIVALS, budget), stalls, samples), budget);
    }

    @Test
    void aServerThatIsSlowOnlyInTheBurstAfterAStallPasses() {
        List<RequestSample> samples = disturbed(ofMillis(60), ofMillis(900));

        assertThat(judgeArrivals("100ms", List.of(), samples).kind()).isEqualTo(BREACH);
        Verdict verdict = judgeArrivals("100ms", ONE_STALL, samples);
        assertThat(verdict.word()).isEqualTo("PASS (proven)");
        assertThat(verdict.message()).contains("in quiet time, ", "of 600");
    }

    @Test
    void aServerThatIsSlowAllTheTimeBreaches() {
        assertThat(judgeArrivals("100ms", ONE_STALL, disturbed(ofMillis(200), ofMillis(900)))
                        .word())
                .isEqualTo("BREACH (proven)");
    }

    @Test
    void aBreachOfTheQuietTimeAloneIsUndecided() {
        // Six in a hundred of the quiet requests are slow, fewer of all.
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            boolean quiet = i < 190 || i >= 270;
            samples.add(Samples.ok()
                    .ttft(quiet && i % 18 == 0 ? ofMillis(200) : ofMillis(60))
                    .scheduledAt(ofMillis(100L * i))
                    .sample());
        }

        Verdict verdict = judgeArrivals("100ms", ONE_STALL, samples);

        assertThat(judgeArrivals("100ms", List.of(), samples).kind()).isEqualTo(PASS);
        assertThat(verdict.kind()).isEqualTo(INCONCLUSIVE);
        assertThat(verdict.message()).contains("in quiet time", "but within the limit over the whole time");
    }

    @Test
    void whereLittleIsQuietAllTimeDecidesForAPassAndNothingForABreach() {
        List<Stall> often = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            often.add(new Stall(i * 5_000_000L, i * 5_000_000L + 500_000));
        }

        assertThat(judgeArrivals("100ms", often, disturbed(ofMillis(60), ofMillis(60)))
                        .kind())
                .isEqualTo(PASS);
        Verdict verdict = judgeArrivals("100ms", often, disturbed(ofMillis(200), ofMillis(200)));
        assertThat(verdict.kind()).isEqualTo(INCONCLUSIVE);
        assertThat(verdict.message())
                .contains("the load generator stalled too often", "of the samples are in quiet time");
    }

    @Test
    void aPassOfArrivalsThatWereSentLateSaysSo() {
        RequestSample late = Samples.ok().lag(ofMillis(1_500)).sample();

        assertThat(judgeArrivals("100ms", List.of(), many(97, FAST, 3, late)).message())
                .endsWith("at 97 % of the planned load, because the other requests were sent more than a second late");
    }

    @Test
    void stallsDisturbNoVirtualUsers() {
        Budget budget = atMost(Metric.TTFT, "p95", "100ms");
        LoadPlan plan = Plans.plan(budget);
        List<RequestSample> samples = disturbed(ofMillis(60), ofMillis(900));

        assertThat(Verdicts.judge(Results.stalled(plan, ONE_STALL, samples), budget)
                        .kind())
                .isEqualTo(BREACH);
    }
}

package dev.llmbench.assertj;

import static dev.llmbench.assertj.LlmAssertions.assertThat;
import static dev.llmbench.result.Results.many;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.llmbench.budget.Verdicts;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Budget.Bound;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.ModelProfile;
import dev.llmbench.plan.Plans;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Results;
import dev.llmbench.result.Samples;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LoadResultAssertTest {
    private static final GoodputLimits GOOD = new GoodputLimits(Map.of(Metric.TTFT, ofMillis(200)));

    /** 95 requests with a TTFT of 100 ms, five of 412 ms, and one failure. */
    private final LoadResult result = Results.result(
                    Plans.plan(Plans.STEADY, GOOD, false),
                    many(
                            95, sample(ofMillis(100)),
                            5, sample(ofMillis(412)),
                            1, Samples.failed(Outcome.HTTP_5XX, "overloaded").sample()))
            .in(Path.of("target", "llm-load"));

    @Test
    void theUseOfTheModelIsAShareOfWhatItsHardwareCanDo() {
        LoadResult profiled = Results.result(
                Plans.plan(ModelProfile.ready("llama-3.1-8b", "h100-sxm", 1)), many(100, sample(ofMillis(100))));

        assertThat(profiled).mbu().isBetween(0.001, 0.1).and().mtu().isAtMost("10%");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(profiled).mbu().isAtLeast("50%"))
                .withMessageContaining("MBU was ")
                .withMessageContaining("limit ≥ 50 %");
    }

    @Test
    void theUseOfTheModelNeedsAProfileOfIt() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> assertThat(result).mtu().isAtMost("10%"))
                .withMessageContaining("assertion = \"MTU\"");
    }

    @Test
    void aWindowOfTimeIsJudgedByWhatWasScheduledInIt() {
        LoadResult slowAtFirst = Results.result(
                Plans.plan(Plans.STEADY),
                many(
                        100,
                                Samples.ok()
                                        .scheduledAt(ofSeconds(5))
                                        .ttft(ofMillis(412))
                                        .sample(),
                        100,
                                Samples.ok()
                                        .scheduledAt(ofSeconds(30))
                                        .ttft(ofMillis(100))
                                        .sample()));

        assertThat(slowAtFirst)
                .window(ofSeconds(10), ofSeconds(60))
                .ttft()
                .p95()
                .isLessThanOrEqualTo(ofMillis(300));
        AssertionError error = failure(() -> assertThat(slowAtFirst)
                .window(Duration.ZERO, ofSeconds(10))
                .ttft()
                .p95()
                .isLessThanOrEqualTo(ofMillis(300)));
        assertThat(error)
                .hasMessageContaining("TTFT p95 was 412 ms, limit ≤ 300 ms (window from 0s to 10s, n = 100")
                .hasMessageContaining("BREACH (proven)");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> assertThat(slowAtFirst).window(ofMillis(1), ofSeconds(2)));
    }

    @Test
    void aStandardDeviationIsAFigureLikeAnyOther() {
        assertThat(result).ttft().standardDeviation().isBetween(ofMillis(68), ofMillis(69));
        assertThat(failure(() -> assertThat(result).ttft().standardDeviation().isAtMost("68ms")))
                .hasMessageContaining("TTFT stddev was 68.3 ms, limit ≤ 68 ms (run, n = 100): BREACH");
    }

    @Test
    void aFigureWithinItsLimitPasses() {
        assertThat(result).ttft().p95().isLessThanOrEqualTo(ofMillis(300));
    }

    @Test
    void aBreachFailsWithTheMessageOfTheBudget() {
        AssertionError error = failure(() -> assertThat(result).ttft().p99().isLessThanOrEqualTo(ofMillis(300)));
        Budget budget = new Budget(Metric.TTFT, Statistic.percentile(99), Bound.AT_MOST, 300_000, OptionalInt.empty());

        assertThat(error).hasMessage(Verdicts.failureMessage(result, Verdicts.judge(result, budget)));
        assertThat(error)
                .hasMessage(String.join(
                        "\n",
                        "TTFT p99 was 412 ms, limit ≤ 300 ms (run, n = 100, 5 (5 %) over the limit, 1 % allowed,"
                                + " 95 % CI from 412 ms, upper end unknown at this n): BREACH (proven), over by 37.3 %",
                        "The load generator was fine: lag p99 3 ms, at most 1 in flight",
                        "Commonest errors of the run:",
                        "  1 × http_5xx  overloaded",
                        "Every request: " + Path.of("target", "llm-load", "requests.csv")));
    }

    @Test
    void assertionsChainInOneStatement() {
        assertThat(result)
                .ttft()
                .p50()
                .isLessThan(ofMillis(200))
                .isGreaterThan(ofMillis(50))
                .and()
                .errorRate()
                .isAtMost("1%")
                .and()
                .stage(1)
                .e2e()
                .max()
                .isAtMost("1s")
                .and()
                .run()
                .okRequests()
                .isGreaterThanOrEqualTo(100)
                .and()
                .isValid()
                .meetsBudgets();
    }

    @Test
    void everyLatencyCanBeAsserted() {
        Map<Function<LoadResultAssert, LatencyAssert>, Duration> latencies = Map.of(
                LoadResultAssert::ttft, ofMillis(100),
                LoadResultAssert::ttftFromSchedule, ofMillis(123),
                LoadResultAssert::ttfo, ofMillis(100),
                LoadResultAssert::tpot, ofMillis(100),
                LoadResultAssert::chunkGap, ofMillis(40),
                LoadResultAssert::e2e, ofMillis(500),
                LoadResultAssert::e2eFromSchedule, ofMillis(523),
                LoadResultAssert::waiting, ofMillis(50),
                LoadResultAssert::connect, ofMillis(20),
                LoadResultAssert::dispatchLag, ofMillis(3));

        latencies.forEach((latency, exact) -> {
            latency.apply(assertThat(result)).p50().isBetween(exact, exact);
            assertFails(() -> latency.apply(assertThat(result)).p50().isLessThan(exact));
            assertFails(() -> latency.apply(assertThat(result)).p50().isGreaterThan(exact));
        });
    }

    @Test
    void everyStatisticOfALatencyCanBeAsserted() {
        assertThat(result).ttft().min().isBetween(ofMillis(100), ofMillis(100));
        assertThat(result).ttft().p50().isLessThanOrEqualTo(ofMillis(100));
        assertThat(result).ttft().p90().isLessThanOrEqualTo(ofMillis(100));
        assertThat(result).ttft().p95().isLessThanOrEqualTo(ofMillis(100));
        assertThat(result).ttft().percentile(95.5).isGreaterThanOrEqualTo(ofMillis(412));
        assertThat(result).ttft().p99().isGreaterThanOrEqualTo(ofMillis(412));
        assertThat(result).ttft().max().isBetween(ofMillis(412), ofMillis(412));
        assertThat(result).ttft().mean().isBetween(Duration.ofNanos(115_600_000), Duration.ofNanos(115_600_000));
    }

    @Test
    void everyOtherFigureCanBeAsserted() {
        assertThat(result).errorRate().isBetween(0.009, 0.01);
        assertThat(result).goodFraction().isGreaterThan(0.94).isLessThan(0.95);
        assertThat(result).requestThroughput().isBetween(1.66, 1.67);
        assertThat(result).outputTokenThroughput().isBetween(8.33, 8.34);
        assertThat(result).totalTokenThroughput().isBetween(91.6, 91.7);
        assertThat(result).goodput().isAtLeast("1.58/s").isAtMost("1.59/s");
        assertThat(result).okRequests().isBetween(100, 100);
        assertThat(result).errors().isBetween(1, 1);
    }

    @Test
    void goodputCannotBeAssertedOfATestThatHasNoLimitsForIt() {
        LoadResult without = Results.result(Plans.plan(), sample(ofMillis(100)));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> assertThat(without).goodput())
                .withMessageContainingAll("GOODPUT", "Set goodput");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> assertThat(without).goodFraction());
    }

    @Test
    void zeroIsALimitToo() {
        AssertionError error = failure(() -> assertThat(result).errors().isZero());

        assertThat(error).hasMessageStartingWith("Errors were 1, limit ≤ 0 (run, n = 101): BREACH");
    }

    @Test
    void aStrictLimitIsShownAsSuch() {
        AssertionError error = failure(() -> assertThat(result).ttft().max().isLessThan(ofMillis(412)));

        assertThat(error)
                .hasMessageStartingWith("TTFT max was 412 ms, limit < 412 ms (run, n = 100, 5 over the limit)");
    }

    @Test
    void fewSamplesForAPercentilePassWhereNoneIsOverTheLimit() {
        assertThatNoException()
                .isThrownBy(() -> assertThat(result).ttft().percentile(99.9).isAtMost("1s"));
    }

    @Test
    void aFigureThatWasNeverMeasuredFailsInBothDirections() {
        LoadResult nothing = Results.result(Plans.plan());

        assertThat(failure(() -> assertThat(nothing).ttft().max().isAtMost("1h")))
                .hasMessageContainingAll("TTFT max was never measured", "INVALID: No request was sent");
        assertFails(() -> assertThat(nothing).ttft().max().isAtLeast("0s"));
        assertFails(() -> assertThat(nothing).errorRate().isAtMost("100%"));
    }

    @Test
    void aStageIsAssertedByItself() {
        LoadResult twoStages = Results.result(
                Plans.plan(Plans.RAMP_AND_HOLD),
                many(
                        50, Samples.okWithTtft(ofMillis(100)),
                        50,
                                Samples.ok()
                                        .stage(2)
                                        .scheduledAt(ofSeconds(40))
                                        .ttft(ofMillis(500))
                                        .sample()));

        assertThat(twoStages)
                .stage(1)
                .ttft()
                .max()
                .isAtMost("100ms")
                .and()
                .ttft()
                .p50()
                .isAtMost("100ms");
        assertThat(failure(() -> assertThat(twoStages).stage(2).ttft().p50().isAtMost("100ms")))
                .hasMessageStartingWith("TTFT p50 was 500 ms, limit ≤ 100 ms (stage 2, 10 users 1m, n = 50");
    }

    @Test
    void aStageThatTheTestDoesNotHaveIsAMistake() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> assertThat(result).stage(2).errors().isZero());
    }

    @Test
    void aLimitThatIsNoneIsAMistake() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> assertThat(result).ttft().p95().isAtMost("fast"));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> assertThat(result).errorRate().isLessThanOrEqualTo(5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(result).errorRate().isBetween(0.2, 0.1));
    }

    @Test
    void anInvalidRunIsToldWithItsCause() {
        LoadResult late = late(true);

        assertThatNoException().isThrownBy(() -> assertThat(late).meetsBudgets());
        assertThat(failure(() -> assertThat(late).isValid()))
                .hasMessageStartingWith("The run is INVALID: The load was not offered");
        assertThat(failure(() -> assertThat(late(false)).meetsBudgets())).hasMessageContaining("INVALID");
    }

    @Test
    void budgetsThatFailAreListed() {
        LoadResult failed = Results.result(
                Plans.plan(),
                many(10, Samples.failed(Outcome.RESET, "broken pipe").sample()));

        assertThat(failure(() -> assertThat(failed).meetsBudgets()))
                .hasMessage(Verdicts.of(failed).failureMessage());
    }

    @Test
    void aDescriptionComesFirst() {
        assertThat(failure(() ->
                        assertThat(result).as("chat at %s users", 10).errors().isZero()))
                .hasMessageStartingWith("[chat at 10 users] Errors were 1");
        assertThat(failure(() -> assertThat(result).errors().as("no 5% errors").isZero()))
                .hasMessageStartingWith("[no 5% errors] Errors were 1");
        assertThat(failure(() -> assertThat(result).as("peak").stage(1).errors().isZero()))
                .hasMessageStartingWith("[peak] Errors were 1");
        assertThat(failure(() -> assertThat(late(false)).as("generator").isValid()))
                .hasMessageStartingWith("[generator] The run is INVALID");
    }

    @Test
    void aMessageOfTheUsersOwnReplacesTheBuiltOne() {
        assertThat(failure(() -> assertThat(result)
                        .withFailMessage("too slow")
                        .stage(1)
                        .errors()
                        .isZero()))
                .hasMessage("too slow");
    }

    @Test
    void theTraceStartsAtTheUsersCode() {
        assertThat(failure(() -> assertThat(result).errors().isZero())
                        .getStackTrace()[0]
                        .getClassName())
                .isEqualTo(getClass().getName());
        assertThat(failure(() -> assertThat(late(false)).isValid())
                        .getStackTrace()[0]
                        .getClassName())
                .isEqualTo(getClass().getName());
    }

    @Test
    void noResultAtAllFailsLikeAnyAssertion() {
        assertThat(failure(() -> assertThat((LoadResult) null).ttft().p95().isAtMost("1s")))
                .hasMessageContaining("not to be null");
    }

    private static RequestSample sample(Duration ttft) {
        return Samples.ok()
                .lag(ofMillis(3))
                .connect(ofMillis(20))
                .ttft(ttft)
                .gaps(ofMillis(40))
                .sample();
    }

    private static LoadResult late(boolean accepted) {
        List<RequestSample> late = many(1_000, Samples.ok().lag(ofMillis(500)).sample());
        return Results.result(Plans.plan(Plans.STEADY, GoodputLimits.NONE, accepted), late);
    }

    private static void assertFails(ThrowingCallable assertion) {
        failure(assertion);
    }

    private static AssertionError failure(ThrowingCallable assertion) {
        AssertionError error = catchThrowableOfType(AssertionError.class, assertion);
        assertThat(error).isNotNull();
        return error;
    }
}

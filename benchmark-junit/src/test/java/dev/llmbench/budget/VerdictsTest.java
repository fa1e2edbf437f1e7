package dev.llmbench.budget;

import static dev.llmbench.budget.Budgets.atLeast;
import static dev.llmbench.budget.Budgets.atMost;
import static dev.llmbench.result.Results.many;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.EarlyEnd;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.RisingLoad;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Results;
import dev.llmbench.result.Samples;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class VerdictsTest {
    private static final String GENERATOR = "The load generator was fine: lag p99 0 ms, at most 1 in flight";

    private static final Path DIRECTORY = Path.of("target", "llm-load", "ChatLatencyIT", "chatStaysFast");
    private static final RequestSample FAST = Samples.okWithTtft(ofMillis(100));
    private static final RequestSample SLOW = Samples.okWithTtft(ofMillis(412));
    private static final RequestSample OVERLOADED =
            Samples.failed(Outcome.HTTP_5XX, "overloaded,\n try again").sample();
    private static final RequestSample HUNG = Samples.hung(Outcome.TIMEOUT, ofSeconds(60));
    private static final Budget P95 = atMost(Metric.TTFT, "p95", "300ms");

    @Test
    void aRunWithinItsBudgetsPassesWithoutAWord() {
        Verdicts verdicts = Verdicts.of(result(many(1_000, FAST), P95));

        assertThat(verdicts.failed()).isFalse();
        assertThat(verdicts.failure()).isEmpty();
        assertThat(verdicts.failureMessage()).isEmpty();
        assertThat(verdicts.all()).extracting(Verdict::budget).containsExactly(P95, Budget.DEFAULT_ERROR_RATE);
    }

    @Test
    void aRunThatItsOwnRuleEndedFailsWhateverItsBudgetsSay() {
        LoadResult result = Results.aborted(
                Plans.plan(P95), ofSeconds(12), "ended after 12s, since a budget was broken", many(1_000, FAST));
        Verdicts verdicts = Verdicts.of(result);

        assertThat(result.validity().isValid()).isTrue();
        assertThat(verdicts.failures()).isEmpty();
        assertThat(verdicts.failed()).isTrue();
        assertThat(verdicts.failureMessage())
                .isEqualTo("The run ended after 12s, since a budget was broken\n" + GENERATOR);
    }

    @Test
    void theBreachThatEndedARunStandsBeforeTheVerdict() {
        LoadResult result = Results.aborted(
                Plans.plan(P95), ofSeconds(12), "ended after 12s, since a budget was broken", many(1_000, SLOW));
        Verdicts verdicts = Verdicts.of(result);

        assertThat(verdicts.failureMessage().lines())
                .startsWith(
                        "The run ended after 12s, since a budget was broken",
                        verdicts.failures().get(0).message());
    }

    @Test
    void theBudgetsThatABreakpointRunIsThereToBreakAreNoVerdicts() {
        Breakpoint found = new Breakpoint(
                LoadModel.ARRIVAL_RATE, OptionalDouble.of(40), OptionalDouble.of(42), Optional.of("slow"), List.of());
        EarlyEnd rising = new EarlyEnd(Optional.empty(), Optional.of(new RisingLoad(ofSeconds(9))));
        LoadResult result = Results.broken(Plans.plan(Plans.STEADY, rising, P95), found, 7, many(100, FAST, 100, SLOW));

        assertThat(Verdicts.of(result).all()).isEmpty();
        assertThat(Verdicts.of(result).failed()).isFalse();
        assertThat(result.breakpoint()).contains(found);
    }

    @Test
    void oneBreachStandsOnTheFirstLine() {
        LoadResult result = result(many(1_000, SLOW), P95);
        Verdicts verdicts = Verdicts.of(result);

        assertThat(verdicts.failureMessage().lines())
                .containsExactly(
                        verdicts.all().get(0).message(),
                        GENERATOR,
                        "Every request: " + result.requestsCsv().orElseThrow());
        assertThat(verdicts.failure())
                .hasValueSatisfying(error -> assertThat(error).hasMessage(verdicts.failureMessage()));
    }

    @Test
    void everyFailureHasItsLineTheGravestFirst() {
        LoadResult result = result(
                many(60, FAST, 38, SLOW, 2, OVERLOADED, 1, HUNG),
                atMost(Metric.TTFT, "p99.9", "500ms"),
                atLeast(Metric.REQUEST_THROUGHPUT, "", "10/s"),
                atMost(Metric.CONNECT, "max", "1s"),
                atMost(Metric.E2E, "p50", "10s"),
                P95);

        assertThat(Verdicts.of(result).failureMessage().lines())
                .containsExactly(
                        "ChatLatencyIT.chatStaysFast: 6 budgets: 4 broken, 1 never measured",
                        "  BREACH (proven)  Request throughput was 1.63/s, limit ≥ 10/s (run, n = 98 in 1m,"
                                + " 95 % CI 0/s to 5.05/s), under by 83.7 %",
                        "  BREACH (proven)  TTFT p95 was 412 ms, limit ≤ 300 ms (run, n = 99, 39 (39.4 %) over the limit,"
                                + " 5 % allowed, 1 cut off or timed out), over by 37.3 %",
                        "  BREACH           TTFT p99.9 was over 500 ms, limit ≤ 500 ms (run, n = 99, 1 (1.01 %) over the"
                                + " limit, 0.100 % allowed, 1 cut off or timed out)",
                        "  BREACH           Error rate was 2.97 %, limit ≤ 1 % (run, 3 of 101 requests failed,"
                                + " 95 % CI 0.617 % to 8.44 %)",
                        "  NO SAMPLE        Connect max was never measured, limit ≤ 1 s"
                                + " (run, 98 ok, 3 failed, 0 interrupted)",
                        GENERATOR,
                        "Commonest errors of the run:",
                        "  2 × http_5xx  overloaded, try again",
                        "  1 × timeout   cut off",
                        "Every request: " + DIRECTORY.resolve("requests.csv"));
    }

    @Test
    void anInvalidRunFailsThoughItsBudgetsHold() {
        LoadResult result = late(false);
        Verdicts verdicts = Verdicts.of(result);

        assertThat(verdicts.failures()).isEmpty();
        assertThat(verdicts.failed()).isTrue();
        assertThat(verdicts.failureMessage())
                .startsWith("The run is INVALID: " + result.validity().causes().get(0));
    }

    @Test
    void anInvalidRunMayPassWhereItsPlanAcceptsThat() {
        Verdicts verdicts = Verdicts.of(late(true));

        assertThat(verdicts.failed()).isFalse();
        assertThat(verdicts.invalidCauses()).isEmpty();
    }

    @Test
    void causesOfInvalidityComeAfterTheBudgets() {
        LoadResult result = Results.cutShort(Plans.plan(P95), "the deadline came", many(1_000, SLOW));

        assertThat(Verdicts.of(result).failureMessage().lines())
                .containsExactly(
                        "ChatLatencyIT.chatStaysFast: 2 budgets: 1 broken, and the run is INVALID",
                        "  BREACH (proven)  TTFT p95 was 412 ms, limit ≤ 300 ms (run, n = 1,000, 1,000 (100 %) over the limit,"
                                + " 5 % allowed, 95 % CI 412 ms to 412 ms), over by 37.3 %",
                        "  INVALID          The plan was not completed: the deadline came",
                        GENERATOR.replace(" was fine", ""));
    }

    @Test
    void aRunInWhichNothingAnsweredSaysSo() {
        RequestSample refused = Samples.failed(Outcome.CONNECT, "Connection refused")
                .neverSent()
                .sample();
        String message = Verdicts.of(result(many(30, refused), P95)).failureMessage();

        assertThat(message)
                .contains("NO SAMPLE", "BREACH (proven)", "INVALID", "No request ended ok: errors 30")
                .contains("  30 × connect  Connection refused");
    }

    @Test
    void oneVerdictIsToldWithTheSameContext() {
        LoadResult result = result(many(50, SLOW, 2, OVERLOADED));
        Verdict verdict = Verdicts.judge(result, P95);

        assertThat(Verdicts.failureMessage(result, verdict).lines())
                .containsExactly(
                        verdict.message(),
                        GENERATOR,
                        "Commonest errors of the run:",
                        "  2 × http_5xx  overloaded, try again",
                        "Every request: " + DIRECTORY.resolve("requests.csv"));
    }

    @Test
    void whatFailedBesideTheBudgetsIsToldWithTheSameContext() {
        LoadResult result = Results.cutShort(Plans.plan(P95), "the deadline came", many(1_000, FAST));
        String message = Verdicts.failureMessage(result, "It was too loud");

        assertThat(message.lines())
                .containsExactly(
                        "It was too loud",
                        "The run is INVALID: The plan was not completed: the deadline came",
                        GENERATOR.replace(" was fine", ""));
        assertThat(Verdicts.withoutContext(message))
                .isEqualTo("It was too loud\nThe run is INVALID: The plan was not completed: the deadline came");
    }

    @Test
    void aMessageWithoutContextStaysAsItIs() {
        assertThat(Verdicts.withoutContext("expected: 1 but was: 2")).isEqualTo("expected: 1 but was: 2");
    }

    @Test
    void anInvalidRunIsToldThoughItsPlanAcceptsIt() {
        LoadResult accepted = late(true);

        assertThat(Verdicts.invalidMessage(accepted))
                .startsWith(
                        "The run is INVALID: " + accepted.validity().causes().get(0));
        assertThat(Verdicts.invalidMessage(result(many(1_000, FAST)))).isEmpty();
    }

    @Test
    void filesThatCouldNotBeWrittenFailTheTest() {
        Verdicts judged = Verdicts.of(result(many(1_000, FAST)));
        Verdicts later = judged.with(judged.result().withIncompleteFiles(List.of("requests.csv is incomplete: full")));

        assertThat(judged.failed()).isFalse();
        assertThat(later.failed()).isTrue();
        assertThat(later.all()).isEqualTo(judged.all());
        assertThat(later.failureMessage()).startsWith("requests.csv is incomplete: full\n" + GENERATOR);
    }

    @Test
    void whatBlursABudgetIsToldBesideTheGenerator() {
        RequestSample blurred =
                Samples.ok().ttft(ofMillis(400)).receivedLate(ofMillis(50)).sample();
        LoadResult result = result(many(1_000, blurred), P95);

        assertThat(Verdicts.of(result).failureMessage())
                .contains("\nThe load generator: lag p99")
                .contains("\n" + result.generatorHint().orElseThrow());
    }

    private static LoadResult result(List<RequestSample> samples, Budget... budgets) {
        return Results.result(Plans.plan(budgets), samples).in(DIRECTORY);
    }

    private static LoadResult late(boolean accepted) {
        RequestSample late = Samples.ok().lag(ofMillis(500)).sample();
        return Results.result(Plans.plan(Plans.STEADY, GoodputLimits.NONE, accepted), many(1_000, late));
    }
}

package dev.llmbench.result;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.Stage;
import dev.llmbench.sample.Delays;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ValidityTest {

    @Test
    void aRunThatMeasuredTheServerIsValid() {
        assertThat(lagging(Plans.plan(), ofMillis(10)).isValid()).isTrue();
    }

    @Test
    void virtualUsersThatWaitForTheGeneratorAreNoFaultWhileTheLoadIsOffered() {
        // Ten users for a minute: six hundred seconds, of which thirty may be lost.
        assertThat(lagging(Plans.plan(), ofMillis(29_500)).isValid()).isTrue();
    }

    @Test
    void aLoadThatVirtualUsersCouldNotOfferMakesTheRunInvalid() {
        assertThat(lagging(Plans.plan(), Duration.ofSeconds(36)).causes())
                .singleElement()
                .asString()
                .contains("The load was not offered", "94 % of the plan", "virtual users waited", "Use a lower load");
    }

    @Test
    void receiptsThatComeLateCostVirtualUsersTheirTimeToo() {
        RequestSample late =
                Samples.ok().late(new Delays(0, 0, 0, 0, 0, 0, 36_000_000)).sample();

        assertThat(Results.result(Plans.plan(), late).validity().causes())
                .singleElement()
                .asString()
                .contains("94 % of the plan");
    }

    @Test
    void aGeneratorThatUsedAllProcessorsIsSaidToHave() {
        assertThat(lagging(cpu(0.9, 0.98, 0.9)).causes())
                .singleElement()
                .asString()
                .contains("This JVM used 92.7 % of 2 cores. Use a lower load");
        assertThat(lagging(cpu(0.2, 0.98, 0.2)).causes())
                .singleElement()
                .asString()
                .contains("This JVM used up to 98 % of 2 cores.");
        assertThat(lagging(cpu(0.2, 0.3)).causes()).singleElement().asString().doesNotContain("cores");
    }

    @Test
    void aBusyGeneratorThatWasInTimeIsValid() {
        assertThat(Results.generated(
                                Plans.plan(), cpu(0.98), List.of(Samples.ok().sample()))
                        .validity()
                        .isValid())
                .isTrue();
    }

    @Test
    void arrivalsThatAreSentMoreThanASecondLateWereNotOffered() {
        List<RequestSample> samples = Results.many(
                94, Samples.ok().sample(), 6, Samples.ok().lag(ofMillis(1_001)).sample());

        assertThat(Results.result(ARRIVALS, samples).validity().causes())
                .anySatisfy(cause -> assertThat(cause)
                        .contains("The load was not offered", "94 % of the plan", "more than a second late"));
        assertThat(Results.result(ARRIVALS, Results.many(99, Samples.ok().sample(), 1, late(ofMillis(1_001), 0)))
                        .validity()
                        .isValid())
                .isTrue();
    }

    @Test
    void arrivalsThatAreLateWithoutAStallAreOfASaturatedGenerator() {
        List<RequestSample> samples = Results.many(90, Samples.ok().sample(), 10, late(ofMillis(500), 0));

        assertThat(Results.result(ARRIVALS, samples).validity().causes())
                .singleElement()
                .asString()
                .contains("was saturated", "dispatch lag p99 was 500 ms, more than 10 ms", "Lower the rate");
    }

    @Test
    void arrivalsThatAStallHeldBackAreNoFault() {
        List<RequestSample> samples = Results.many(90, Samples.ok().sample(), 10, late(ofMillis(500), 495_000));

        assertThat(Results.result(ARRIVALS, samples).validity().isValid()).isTrue();
    }

    @Test
    void aTenthOfTheTightestTtftLimitIsToleratedWhereThatIsMore() {
        LoadPlan plan =
                Plans.plan(ARRIVALS.load(), budget(Metric.TTFT, ofMillis(300)), budget(Metric.TTFT, ofMillis(900)));

        assertThat(lagging(plan, ofMillis(29)).isValid()).isTrue();
        assertThat(lagging(plan, ofMillis(35)).isValid()).isFalse();
    }

    @Test
    void goodputLimitsCountAsLimits() {
        GoodputLimits goodput = new GoodputLimits(Map.of(Metric.TTFT, ofMillis(500)));

        assertThat(lagging(Plans.plan(ARRIVALS.load(), goodput, false), ofMillis(45))
                        .isValid())
                .isTrue();
    }

    @Test
    void aMachineThatStoodStillForLongMakesTheRunInvalid() {
        Stalls stalls = new Stalls(List.of(), ofMillis(10_600), ofMillis(10_400));

        assertThat(Results.stalled(Plans.plan(), stalls, List.of(Samples.ok().sample()))
                        .validity()
                        .causes())
                .singleElement()
                .asString()
                .contains("stalled for 10.4 s", "more than 10s", "not suspended");
    }

    @Test
    void otherStallsAreCountedInTheVerdictsAndMakeNoRunInvalid() {
        Stalls stalls = new Stalls(List.of(), Duration.ofSeconds(20), Duration.ofSeconds(9));

        assertThat(Results.stalled(Plans.plan(), stalls, List.of(Samples.ok().sample()))
                        .validity()
                        .isValid())
                .isTrue();
    }

    private static final LoadPlan ARRIVALS = Plans.plan(
            Load.ofArrivals(10, List.of(new Stage(10, Duration.ofMinutes(1))), Duration.ofSeconds(5), 100, 0));

    private static RequestSample late(Duration lag, long stalledMicros) {
        return Samples.ok()
                .lag(lag)
                .late(new Delays(0, stalledMicros, 0, 0, 0, 0, 0))
                .sample();
    }

    private static Validity lagging(GeneratorLog generator) {
        RequestSample late = Samples.ok().lag(Duration.ofSeconds(36)).sample();
        return Results.generated(Plans.plan(), generator, List.of(late)).validity();
    }

    private static GeneratorLog cpu(double... shares) {
        return new GeneratorLog(
                2,
                Arrays.stream(shares)
                        .mapToObj(share -> new GeneratorSlot(Duration.ZERO, Duration.ZERO, OptionalDouble.of(share), 1))
                        .toList());
    }

    @Test
    void aRunInWhichNothingEndedOkIsInvalid() {
        LoadResult result = Results.result(
                Plans.plan(), Samples.failed(Outcome.CONNECT, "refused").sample());

        assertThat(result.validity().causes()).containsExactly("No request ended ok: errors 1, interrupted 0");
    }

    @Test
    void greatNumbersAreGrouped() {
        RequestSample refused = Samples.failed(Outcome.CONNECT, "refused").sample();

        assertThat(Results.result(Plans.plan(), Results.many(1_234, refused))
                        .validity()
                        .causes())
                .containsExactly("No request ended ok: errors 1,234, interrupted 0");
    }

    @Test
    void whereNothingEndedOkTheGeneratorsOwnTroubleIsNotNamedBesides() {
        Stalls stalls = new Stalls(List.of(), ofMillis(600), ofMillis(400));
        RequestSample refused = Samples.failed(Outcome.CONNECT, "refused").sample();

        assertThat(Results.stalled(Plans.plan(), stalls, List.of(refused))
                        .validity()
                        .causes())
                .containsExactly("No request ended ok: errors 1, interrupted 0");
    }

    @Test
    void aRunThatSentNothingIsInvalid() {
        assertThat(Results.result(Plans.plan()).validity().causes()).containsExactly("No request was sent");
    }

    @Test
    void aPlanThatWasNotCarriedOutMakesTheRunInvalid() {
        LoadResult result = Results.cutShort(
                Plans.plan(), "the deadline came", List.of(Samples.ok().sample()));

        assertThat(result.validity().causes()).containsExactly("The plan was not completed: the deadline came");
    }

    private static Validity lagging(LoadPlan plan, Duration lag) {
        return Results.result(plan, Samples.ok().lag(lag).sample()).validity();
    }

    private static Budget budget(Metric metric, Duration limit) {
        return new Budget(
                metric, Statistic.percentile(95), Budget.Bound.AT_MOST, limit.toNanos() / 1_000.0, OptionalInt.empty());
    }
}

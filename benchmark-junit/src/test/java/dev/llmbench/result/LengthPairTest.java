package dev.llmbench.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Measuring;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.Stage;
import dev.llmbench.plan.TwoLengths;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.PairPart;
import dev.llmbench.sample.PairPart.Role;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which pairs of two lengths count, and what comes of those that do. */
class LengthPairTest {
    private static final LoadPlan PLAN = Plans.plan(
                    Plans.load(10, new Stage(10, Duration.ofMinutes(1)), new Stage(10, Duration.ofMinutes(1))))
            .with(Measuring.NONE.withTwoLengths(new TwoLengths(10, false)));

    private final List<LengthPair> pairs = new ArrayList<>();

    @Test
    void tpotIsTheMeanOfTheDifferencesATokenWithItsStandardError() {
        LoadResult result =
                result(shorter(1, 500, 100), longer(1, 550, 110), longer(2, 570, 110), shorter(2, 500, 100));
        TpotByDifference tpot = result.tpotByDifference().orElseThrow();
        assertThat(tpot.pairs()).isEqualTo(2);
        assertThat(tpot.micros()).hasValue(6_000);
        assertThat(tpot.standardError()).hasValue(1_000);
        assertThat(tpot.interval().contains(5_000)).isTrue();
        assertThat(tpot.inWords())
                .startsWith("TPOT by M and M+10 was 6 ms ± 1 ms (95 % interval -6.71 ms to 18.7 ms)")
                .endsWith("), 2 pairs");
    }

    @Test
    void aPairIsOfTheStageInWhichItsFirstRequestWasScheduled() {
        LoadResult result = result(
                shorter(1, 500, 100),
                Samples.ok()
                        .stage(2)
                        .e2e(millis(550))
                        .tokens(9, 110, 0)
                        .sample()
                        .in(part(1, Role.LONGER)));
        assertThat(result.tpotByDifference(1).orElseThrow().pairs()).isEqualTo(1);
        assertThat(result.tpotByDifference(2).orElseThrow().pairs()).isZero();
    }

    @Test
    void aPairOfAnotherLengthThanAskedForIsLeftOut() {
        assertThat(leftOut(shorter(1, 500, 99), longer(1, 550, 110))).contains(ExclusionReason.LENGTH);
        assertThat(leftOut(shorter(1, 500, 100), longer(1, 550, 111))).contains(ExclusionReason.LENGTH);
        assertThat(leftOut(shorter(1, 500, 100), longer(1, 550, 110))).isEmpty();
    }

    @Test
    void aPairWithAnErrorIsLeftOut() {
        RequestSample failed = Samples.failed(Outcome.HTTP_5XX, "no").sample().in(part(1, Role.LONGER));
        assertThat(leftOut(shorter(1, 500, 100), failed)).contains(ExclusionReason.FAILED);
    }

    @Test
    void aPairAfterAnUnmeasuredRequestThatFailedIsLeftOut() {
        RequestSample failed = Samples.failed(Outcome.HTTP_5XX, "no")
                .warmup()
                .stage(0)
                .sample()
                .in(part(1, Role.UNMEASURED));
        assertThat(leftOut(failed, shorter(1, 500, 100), longer(1, 550, 110))).contains(ExclusionReason.UNPREPARED);
    }

    @Test
    void aPairThatWasCutOffOrNeverCameToItsSecondRequestIsUnfinished() {
        RequestSample cut = Samples.interrupted().sample().in(part(1, Role.LONGER));
        assertThat(leftOut(shorter(1, 500, 100), cut)).contains(ExclusionReason.UNFINISHED);
        assertThat(leftOut(longer(1, 500, 110))).contains(ExclusionReason.UNFINISHED);
    }

    @Test
    void aPairWithoutAUsageThatIsNotStreamedCannotBeChecked() {
        RequestSample whole = counted(new Tokens(9, 0, Tokens.UNKNOWN, 0, null, 0), Role.SHORTER);
        assertThat(leftOut(whole, longer(1, 550, 110))).contains(ExclusionReason.UNCOUNTED);
    }

    /** A chunk holds a token at least, and the server was to send no more than were asked for. */
    @Test
    void asManyChunksAsTokensWereAskedForAreAsManyTokens() {
        RequestSample fewer = counted(new Tokens(9, 0, 50, 0, TokenSource.CHUNKS, 50), Role.SHORTER);
        RequestSample asMany = counted(new Tokens(9, 0, 100, 0, TokenSource.CHUNKS, 100), Role.SHORTER);
        assertThat(leftOut(fewer, longer(1, 550, 110))).contains(ExclusionReason.UNCOUNTED);
        assertThat(leftOut(asMany, longer(1, 550, 110))).isEmpty();
    }

    @Test
    void aPairOfTheWarmUpIsNone() {
        RequestSample early =
                Samples.ok().warmup().stage(0).tokens(9, 100, 0).sample().in(part(1, Role.SHORTER));
        LoadResult result = result(early, longer(1, 550, 110));
        assertThat(pairs).isEmpty();
        assertThat(result.tpotByDifference().orElseThrow().leftOut()).isEmpty();
    }

    @Test
    void aPairOfWhichOnlyTheUnmeasuredRequestWasSentIsNone() {
        result(Samples.ok().warmup().stage(0).sample().in(part(1, Role.UNMEASURED)));
        assertThat(pairs).isEmpty();
    }

    @Test
    void theUnmeasuredRequestEntersNoMetric() {
        LoadResult result = result(
                Samples.ok().warmup().stage(0).sample().in(part(1, Role.UNMEASURED)),
                shorter(1, 500, 100),
                longer(1, 550, 110));
        assertThat(result.run().ok()).isEqualTo(2);
        assertThat(result.e2e().count()).isEqualTo(2);
    }

    @Test
    void leftOutPairsAreCountedByTheirKind() {
        LoadResult result = result(
                shorter(1, 500, 99), longer(1, 550, 110), shorter(2, 500, 100), shorter(3, 500, 98), longer(3, 1, 110));
        TpotByDifference tpot = result.tpotByDifference().orElseThrow();
        assertThat(tpot.leftOut())
                .containsEntry(ExclusionReason.LENGTH, 2L)
                .containsEntry(ExclusionReason.UNFINISHED, 1L);
        assertThat(tpot.inWords())
                .isEqualTo("TPOT by M and M+10 is unknown: 0 pairs, 3 left out: 1 unfinished, 2 of other lengths"
                        + " than asked for");
    }

    @Test
    void aTestThatDoesNotMeasureByTwoLengthsHasNoSuchFigure() {
        assertThat(Results.result(Plans.plan(), Samples.ok().sample()).tpotByDifference())
                .isEmpty();
    }

    private Optional<ExclusionReason> leftOut(RequestSample... samples) {
        pairs.clear();
        result(samples);
        assertThat(pairs).hasSize(1);
        return pairs.get(0).leftOut();
    }

    private LoadResult result(RequestSample... samples) {
        Recorder recorder = new Recorder(PLAN, pairs::add);
        List.of(samples).forEach(recorder::accept);
        return recorder.result(Results.facts(PLAN), sink -> false);
    }

    private static RequestSample shorter(long pair, int e2eMillis, int tokens) {
        return Samples.ok()
                .lastToken(millis(1))
                .e2e(millis(e2eMillis))
                .tokens(9, tokens, 0)
                .sample()
                .in(part(pair, Role.SHORTER));
    }

    private static RequestSample longer(long pair, int e2eMillis, int tokens) {
        return Samples.ok()
                .lastToken(millis(1))
                .e2e(millis(e2eMillis))
                .tokens(9, tokens, 0)
                .sample()
                .in(part(pair, Role.LONGER));
    }

    private static RequestSample counted(Tokens tokens, Role role) {
        RequestSample whole = Samples.ok().notStreamed().sample();
        return whole.toBuilder().tokens(tokens).part(part(1, role)).build();
    }

    private static PairPart part(long pair, Role role) {
        return new PairPart(pair, role, role == Role.LONGER ? 110 : 100);
    }

    private static Duration millis(int millis) {
        return Duration.ofMillis(millis);
    }
}

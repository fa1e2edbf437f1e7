package dev.llmbench.regression;

import static dev.llmbench.regression.Histories.EPOCH;
import static dev.llmbench.regression.Histories.FIVE_PERCENT;
import static dev.llmbench.regression.Histories.around;
import static dev.llmbench.regression.Histories.breached;
import static dev.llmbench.regression.Histories.onDefaultBranch;
import static dev.llmbench.regression.Histories.run;
import static dev.llmbench.regression.Histories.runs;
import static dev.llmbench.regression.Histories.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.regression.RelativeVerdict.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryJudgeTest {
    private static final double LEVEL = 281_000;

    @Test
    void theFirstRunHasNoBaselineAndSaysWhatFollows() {
        RelativeVerdict verdict = verdict(List.of(), run(LEVEL));
        assertThat(verdict.kind()).isEqualTo(Kind.NO_BASELINE);
        assertThat(verdict.message())
                .isEqualTo(
                        "TTFT p95 was 281 ms, limit no worse than 5 %: NO BASELINE, this is the first run; once it is"
                                + " recorded, the next is compared with it, and from 10 runs on small changes are seen");
    }

    @Test
    void theFirstRunOfAnEpochSaysSo() {
        assertThat(verdict(runs("before", around(LEVEL, 0.02, 20)), run(LEVEL)).remark())
                .startsWith("this is the first run of the epoch \"" + EPOCH + "\"");
    }

    @Test
    void theReasonWhyNoRunIsComparableIsTold() {
        Question question =
                new Question(FIVE_PERCENT, run(LEVEL), Baseline.none("no comparable runs: another machine"));
        assertThat(new HistoryJudge(false).judge(List.of(question)).get(0).remark())
                .isEqualTo("no comparable runs: another machine");
    }

    @Test
    void aRunLikeTheOthersPassesAndTellsWhatWouldHaveBeenSeen() {
        RelativeVerdict verdict = verdict(runs(around(LEVEL, 0.02, 24)), run(289_000));
        assertThat(verdict.message())
                .isEqualTo("TTFT p95 was 289 ms, 2.9 % slower than the 24 runs since \"2026-11 llama-4\" (281 ms,"
                        + " run-to-run spread 1.8 %), limit no worse than 5 %: PASS, sees a slowdown of 8.4 % or more");
    }

    @Test
    void aPassIsProvenWhereASlowdownBeyondTheLimitIsRuledOut() {
        assertThat(verdict(runs(around(LEVEL, 0.005, 24)), run(LEVEL)).word()).isEqualTo("PASS (proven)");
    }

    @Test
    void aSlowRunIsABreachAndTellsByHowMuchAtLeast() {
        RelativeVerdict verdict = verdict(runs(around(LEVEL, 0.02, 24)), run(322_000));
        assertThat(verdict.message())
                .isEqualTo("TTFT p95 was 322 ms, 14.6 % slower than the 24 runs since \"2026-11 llama-4\" (281 ms,"
                        + " run-to-run spread 1.8 %), limit no worse than 5 %: BREACH (proven), 99 % sure to be at least"
                        + " 9.4 % slower; first seen after c23; sees a slowdown of 8.4 % or more");
    }

    @Test
    void nothingFailsThatWasMeasuredWithinTheLimitHoweverSureItIs() {
        RelativeVerdict verdict = verdict(runs(around(LEVEL, 0.001, 24)), run(LEVEL * 1.0499));
        assertThat(verdict.kind()).isEqualTo(Kind.PASS);
        assertThat(verdict.chance().orElse(1)).isLessThan(1e-9);
    }

    @Test
    void noisyRunsMakeTheVerdictInconclusive() {
        RelativeVerdict verdict = verdict(runs(around(600_000, 0.17, 24)), run(741_000));
        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
        assertThat(verdict.remark())
                .startsWith("sees a slowdown of 97 % or more: too little to call this a pass. Compare two endpoints");
    }

    @Test
    void aBreachIsToldHoweverNoisyTheRunsAre() {
        assertThat(verdict(runs(around(LEVEL, 0.17, 24)), run(LEVEL * 3)).kind())
                .isEqualTo(Kind.BREACH);
    }

    @Test
    void runsThatAreEqualToTheLastDigitAreComparedToo() {
        double[] equal = new double[12];
        Arrays.fill(equal, LEVEL);
        assertThat(verdict(runs(equal), run(LEVEL)).word()).isEqualTo("PASS (proven)");
        assertThat(verdict(runs(equal), run(LEVEL * 1.06)).kind()).isEqualTo(Kind.BREACH);
    }

    @Test
    void afterOneRunOnlyAGreatSlowdownIsSeen() {
        assertThat(verdict(runs(LEVEL), run(LEVEL * 1.2)).kind()).isEqualTo(Kind.INCONCLUSIVE);
        assertThat(verdict(runs(LEVEL), run(LEVEL * 1.6)).kind()).isEqualTo(Kind.BREACH);
        assertThat(verdict(runs(LEVEL), run(LEVEL)).finding())
                .contains("than the run since \"2026-11 llama-4\" (281 ms");
    }

    @Test
    void theNoiseOfAnEarlierEpochMakesTheGateWorkFromTheSecondRunOn() {
        List<RunFigure> before = new ArrayList<>(runs("before", around(LEVEL * 2, 0.02, 20)));
        before.addAll(runs(LEVEL));
        assertThat(verdict(before, run(LEVEL * 1.12)).kind()).isEqualTo(Kind.BREACH);
        assertThat(verdict(before, run(LEVEL * 1.02)).kind()).isEqualTo(Kind.PASS);
    }

    @Test
    void aRunThatBrokeABudgetDoesNotMoveTheBaseline() {
        List<RunFigure> before = new ArrayList<>(runs(around(LEVEL, 0.02, 20)));
        for (int i = 0; i < 10; i++) {
            before.add(breached(LEVEL * 1.15, "b" + i));
        }
        RelativeVerdict verdict = verdict(before, run(LEVEL * 1.15));
        assertThat(verdict.kind()).isEqualTo(Kind.BREACH);
        assertThat(verdict.compared()).isEqualTo(20);
    }

    @Test
    void onlyTheLastThirtyRunsAreComparedWith() {
        List<RunFigure> before = new ArrayList<>(runs(around(LEVEL * 0.98, 0.02, 50)));
        before.addAll(runs(around(LEVEL, 0.02, 30)));
        RelativeVerdict verdict = verdict(before, run(LEVEL));
        assertThat(verdict.compared()).isEqualTo(30);
        assertThat(verdict.baseline().orElse(0)).isCloseTo(LEVEL, within(LEVEL / 1_000));
    }

    @Test
    void outliersAreLeftOutFromFifteenRunsOn() {
        double[] values = around(LEVEL, 0.02, 20);
        values[3] = LEVEL * 1.4;
        values[11] = LEVEL * 1.3;
        RelativeVerdict verdict = verdict(runs(values), run(LEVEL));
        assertThat(verdict.compared()).isEqualTo(18);
        assertThat(verdict.spread().orElse(1)).isLessThan(0.021);
    }

    @Test
    void noMoreThanAFifthIsLeftOut() {
        double[] values = around(LEVEL, 0.002, 20);
        for (int i = 0; i < 8; i++) {
            values[2 * i + 1] = LEVEL * (1.3 + 0.02 * i);
        }
        assertThat(verdict(runs(values), run(LEVEL)).compared()).isEqualTo(16);
    }

    @Test
    void aBetterThroughputIsHigherAndAWorseOneLower() {
        RelativeBudget budget =
                RelativeBudget.of(ComparedFigure.of(Metric.OUTPUT_TOKEN_THROUGHPUT, Statistic.VALUE), "5%");
        List<RunFigure> before = runs(around(1_200, 0.02, 20));
        assertThat(verdict(budget, before, run(1_300), false).finding())
                .startsWith("Output token throughput was 1,300/s, 8.4 % higher than the 20 runs since");
        RelativeVerdict breach = verdict(budget, before, run(1_050), false);
        assertThat(breach.kind()).isEqualTo(Kind.BREACH);
        assertThat(breach.finding()).startsWith("Output token throughput was 1,050/s, 12.5 % lower than");
        assertThat(breach.remark()).contains("sees a drop of");
    }

    @Test
    void whatTheGeneratorMayHaveAddedIsNoBreach() {
        MeasuredFigure blurred = new MeasuredFigure(LEVEL * 1.2, LEVEL, LEVEL * 1.2, OptionalDouble.empty());
        RelativeVerdict verdict = verdict(runs(around(LEVEL, 0.02, 20)), new RunFigure(blurred, EPOCH, "now", true));
        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
        assertThat(verdict.remark())
                .startsWith("the figure lies between 281 ms and 337 ms, because the load generator");
    }

    @Test
    void aRunShorterThanTheOthersIsHeldAgainstAWiderSpread() {
        List<RunFigure> before = new ArrayList<>();
        for (double value : around(LEVEL, 0.02, 20)) {
            before.add(withError(value, 0.01));
        }
        double sure = verdict(before, withError(LEVEL, 0.01)).sees().orElse(0);
        double unsure = verdict(before, withError(LEVEL, 0.05)).sees().orElse(0);
        assertThat(unsure).isGreaterThan(2 * sure);
    }

    private static RunFigure withError(double value, double error) {
        return new RunFigure(new MeasuredFigure(value, value, value, OptionalDouble.of(error)), EPOCH, "", true);
    }

    @Test
    void runsThatDifferLessThanTheirOwnSamplesExplainHaveThatSpread() {
        List<RunFigure> before = new ArrayList<>();
        for (double value : around(LEVEL, 0.001, 20)) {
            before.add(withError(value, 0.03));
        }
        assertThat(verdict(before, withError(LEVEL, 0.03)).spread().orElse(0)).isCloseTo(0.03, within(1e-9));
    }

    @Test
    void runsThatTheGeneratorMayHaveChangedByMoreThanTheLimitAreNotComparedWith() {
        List<RunFigure> before = new ArrayList<>(runs(around(LEVEL, 0.01, 6)));
        before.add(blurred(LEVEL * 3, 0.06));
        before.add(blurred(LEVEL, 0.04));

        assertThat(verdict(before, run(LEVEL)).compared()).isEqualTo(7);
        assertThat(verdict(List.of(blurred(LEVEL, 0.06)), run(LEVEL)).message())
                .contains("NO BASELINE", "in the 1 run before, the load generator may have changed");
    }

    private static RunFigure blurred(double value, double share) {
        MeasuredFigure figure = new MeasuredFigure(value, value * (1 - share), value, OptionalDouble.empty());
        return new RunFigure(figure, EPOCH, "", true);
    }

    @Test
    void severalBudgetsShareTheFalseAlarms() {
        assertThat(Holm.levels(new double[] {0.04, 0.001, 0.5})).containsExactly(0.005, 0.01 / 3, 0.005);
        assertThat(Holm.levels(new double[] {0.003, 0.001})).containsExactly(0.01, 0.005);
        assertThat(Holm.levels(new double[] {})).isEmpty();
    }

    @Test
    void aBudgetWithoutABaselineTakesNoShareOfTheFalseAlarms() {
        Question with = new Question(FIVE_PERCENT, run(LEVEL * 1.1), Baseline.of(runs(around(LEVEL, 0.02, 20))));
        Question without = new Question(FIVE_PERCENT, run(LEVEL), Baseline.of(List.of()));
        List<RelativeVerdict> verdicts = new HistoryJudge(false).judge(List.of(without, with));
        assertThat(verdicts.get(0).kind()).isEqualTo(Kind.NO_BASELINE);
        assertThat(verdicts.get(1)).isEqualTo(verdict(runs(around(LEVEL, 0.02, 20)), run(LEVEL * 1.1)));
    }

    @Test
    void noQuestionNeedsNoAnswer() {
        assertThat(new HistoryJudge(true).judge(List.of())).isEmpty();
    }

    @Test
    void aStepIsDatedToTheRunThatItBeganWith() {
        List<RunFigure> before = new ArrayList<>(runs(around(LEVEL, 0.03, 26)));
        for (int i = 0; i < 3; i++) {
            before.add(run(LEVEL * (1.075 + 0.005 * i), EPOCH, "s" + i));
        }
        RelativeVerdict verdict = onDefaultBranch(before, run(LEVEL * 1.08, EPOCH, "now"));
        assertThat(verdict.kind()).isEqualTo(Kind.BREACH);
        assertThat(verdict.since()).hasValue("s0");
        assertThat(verdict.remark())
                .startsWith("8.1 % slower since s0 (4 runs), before it 281 ms in 26 runs; 99.8 % sure to be at least")
                .contains("; fix it, or accept it by a new epoch; sees a slowdown of");
    }

    @Test
    void aStepStaysRedUntilItIsFixedOrAccepted() {
        List<RunFigure> before = new ArrayList<>(runs(around(LEVEL, 0.03, 26)));
        for (int i = 0; i < 25; i++) {
            before.add(breached(LEVEL * 1.08, "b" + i));
        }
        RelativeVerdict red = onDefaultBranch(before, run(LEVEL * 1.08));
        assertThat(red.kind()).isEqualTo(Kind.BREACH);
        assertThat(red.since()).hasValue("b0");
        assertThat(onDefaultBranch(before, run(LEVEL * 1.08, "accepted", "now")).kind())
                .isEqualTo(Kind.NO_BASELINE);
    }

    @Test
    void aStepIsNotLookedForInAPullRequest() {
        List<RunFigure> before = new ArrayList<>(runs(around(LEVEL, 0.03, 26)));
        for (int i = 0; i < 7; i++) {
            before.add(breached(LEVEL * 1.08, "b" + i));
        }
        assertThat(verdict(before, run(LEVEL * 1.01)).kind()).isEqualTo(Kind.PASS);
    }

    @Test
    void creepingIsToldWithTheRunFromWhichOnItIsOverTheLimit() {
        List<RunFigure> before = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            before.add(run(LEVEL * Math.pow(1.0015, i) * (i % 2 == 0 ? 1.01 : 0.99), EPOCH, "c" + i));
        }
        RelativeVerdict verdict = onDefaultBranch(before, run(LEVEL * Math.pow(1.0015, 60) * 1.01));
        assertThat(verdict.kind()).isEqualTo(Kind.BREACH);
        assertThat(verdict.remark())
                .startsWith(
                        "crept up: the last 5 runs were 8.6 % slower than the first 10 of the epoch (283 ms), over the"
                                + " limit since c");
        assertThat(verdict.since().orElse("")).isBetween("c38", "c44");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 10})
    void anImprovementThatLastsBecomesTheBaseline(int better) {
        List<RunFigure> before = new ArrayList<>(runs(around(LEVEL, 0.02, 20)));
        before.addAll(runs(around(LEVEL * 0.85, 0.02, better)));
        RelativeVerdict verdict = verdict(before, run(LEVEL));
        assertThat(verdict.compared()).isEqualTo(better);
        assertThat(verdict.kind()).isEqualTo(Kind.BREACH);
        assertThat(verdict(before, run(LEVEL * 0.86)).remark())
                .endsWith("this baseline began when the figure became better for good");
    }

    @Test
    void oneFastRunIsNoNewBaseline() {
        List<RunFigure> before = new ArrayList<>(runs(around(LEVEL, 0.02, 20)));
        before.addAll(runs(LEVEL * 0.7, LEVEL * 0.7));
        assertThat(verdict(before, run(LEVEL)).compared()).isEqualTo(20);
        assertThat(verdict(before, run(LEVEL)).kind()).isEqualTo(Kind.PASS);
    }
}

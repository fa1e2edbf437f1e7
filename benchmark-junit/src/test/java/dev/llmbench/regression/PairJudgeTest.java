package dev.llmbench.regression;

import static dev.llmbench.regression.Histories.FIVE_PERCENT;
import static dev.llmbench.regression.Histories.TTFT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.regression.RelativeVerdict.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairJudgeTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final String OTHER = "http://localhost:8001";
    private static final double[] PATTERN = {0.01, -0.02, 0.02, -0.01, 0.015, -0.015};

    private static Blocks blocks(double figure, double mean, int count) {
        return new Blocks(
                TEN_SECONDS,
                IntStream.range(0, count)
                        .mapToObj(i -> new BlockRatio(
                                figure + PATTERN[i % PATTERN.length],
                                OptionalDouble.of(mean + PATTERN[i % PATTERN.length] / 4)))
                        .toList(),
                0);
    }

    private static RelativeVerdict verdict(Blocks blocks) {
        return verdict(blocks, List.of());
    }

    private static RelativeVerdict verdict(Blocks blocks, List<PairRatio> equalRuns) {
        PairQuestion question = new PairQuestion(FIVE_PERCENT, blocks, 322_000, 294_000, OTHER, equalRuns);
        return PairJudge.judge(List.of(question)).get(0);
    }

    @Test
    void aSlowerEndpointIsABreachAndTellsWhatItWasComparedWith() {
        RelativeVerdict verdict = verdict(blocks(Math.log(1.096), Math.log(1.096), 30));
        assertThat(verdict.message())
                .isEqualTo(
                        "TTFT p95 was 322 ms, 9.6 % slower than at http://localhost:8001 (294 ms; 30 pairs of 10 s), limit"
                                + " no worse than 5 %: BREACH (proven), 99.2 % sure to be at least 8.8 % slower; sees a slowdown of"
                                + " 5.6 % or more; it holds for these two deployments, and two of the same code can differ too");
    }

    @Test
    void equalEndpointsPass() {
        assertThat(verdict(blocks(0, 0, 30)).message())
                .startsWith("TTFT p95 was 322 ms, 0 % slower than at http://localhost:8001 (294 ms;")
                .endsWith("PASS (proven), sees a slowdown of 5.6 % or more");
    }

    @Test
    void aSlowdownOfAllRequestsShowsInTheirMeanWhereThePercentileIsTooNoisy() {
        List<BlockRatio> ratios = IntStream.range(0, 30)
                .mapToObj(i -> new BlockRatio(
                        10 * PATTERN[i % PATTERN.length],
                        OptionalDouble.of(Math.log(1.1) + PATTERN[i % PATTERN.length])))
                .toList();
        RelativeVerdict verdict = verdict(new Blocks(TEN_SECONDS, ratios, 0));
        assertThat(verdict.kind()).isEqualTo(Kind.BREACH);
        assertThat(verdict.remark())
                .startsWith(
                        "requests as a whole were slower, by 10 % in the geometric mean, 99.8 % sure to be at least");
    }

    @Test
    void nothingFailsThatWasMeasuredWithinTheLimit() {
        assertThat(verdict(blocks(Math.log(1.049), Math.log(1.049), 60)).kind()).isEqualTo(Kind.PASS);
    }

    @Test
    void noisyBlocksMakeTheVerdictInconclusive() {
        List<BlockRatio> ratios = IntStream.range(0, 10)
                .mapToObj(i -> new BlockRatio(20 * PATTERN[i % PATTERN.length], OptionalDouble.of(0)))
                .toList();
        RelativeVerdict verdict = verdict(new Blocks(TEN_SECONDS, ratios, 0));
        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
        assertThat(verdict.remark()).contains("too little to call this a pass. Give the run more requests");
    }

    @Test
    void aThroughputHasNoMeanOfRequests() {
        RelativeBudget budget =
                RelativeBudget.of(ComparedFigure.of(Metric.OUTPUT_TOKEN_THROUGHPUT, Statistic.VALUE), "5%");
        List<Blocks.Part> pairs = new ArrayList<>();
        for (double noise : PATTERN) {
            pairs.add(new Blocks.Part(
                    BlockRatio.of(
                            budget.figure(), new double[] {400 * (1 + noise), 400}, new double[] {500, 500 * (1 + noise)
                            }),
                    false));
        }
        PairQuestion question =
                new PairQuestion(budget, Blocks.inTurns(TEN_SECONDS, pairs), 800, 1_000, OTHER, List.of());
        RelativeVerdict verdict = PairJudge.judge(List.of(question)).get(0);
        assertThat(verdict.finding())
                .startsWith(
                        "Output token throughput was 800/s, 20 % lower than at http://localhost:8001 (1,000/s; 6 pairs");
        assertThat(verdict.kind()).isEqualTo(Kind.BREACH);
    }

    @Test
    void tooFewBlocksAreInconclusive() {
        assertThat(verdict(blocks(1, 1, 4)).message())
                .isEqualTo(
                        "TTFT p95 was 322 ms, 294 ms at http://localhost:8001, limit no worse than 5 %: INCONCLUSIVE, the"
                                + " run has 4 blocks in which both endpoints have samples, and 5 are needed: give it more requests"
                                + " or more time");
    }

    @ParameterizedTest
    @CsvSource({"20, 10, BREACH", "20, 11, INCONCLUSIVE"})
    void aRunOfWhichMoreThanAThirdIsLeftOutIsInconclusive(int there, int leftOut, Kind kind) {
        List<BlockRatio> ratios = blocks(0.2, 0.2, there).ratios();
        assertThat(verdict(new Blocks(TEN_SECONDS, ratios, leftOut)).kind()).isEqualTo(kind);
    }

    @Test
    void runsOfEqualCodeTellWhatDeploymentsDifferBy() {
        Blocks blocks = blocks(Math.log(1.096), Math.log(1.096), 30);
        PairRatio apart = new PairRatio(0.05, 0.003);
        assertThat(verdict(blocks, Collections.nCopies(9, apart)).kind()).isEqualTo(Kind.BREACH);
        assertThat(verdict(blocks, Collections.nCopies(10, apart)).kind()).isNotEqualTo(Kind.BREACH);
        PairRatio alike = new PairRatio(0.001, 0.003);
        RelativeVerdict verdict = verdict(blocks, Collections.nCopies(10, alike));
        assertThat(verdict.kind()).isEqualTo(Kind.BREACH);
        assertThat(verdict.remark()).doesNotContain("deployments");
    }

    @Test
    void oneChangeOnTheDefaultBranchDoesNotBlindTheComparison() {
        Blocks blocks = blocks(Math.log(1.096), Math.log(1.096), 30);
        List<PairRatio> equalRuns = new ArrayList<>(Collections.nCopies(15, new PairRatio(0.001, 0.003)));
        equalRuns.add(new PairRatio(0.3, 0.003));
        assertThat(verdict(blocks, equalRuns).kind()).isEqualTo(Kind.BREACH);
    }

    @Test
    void slowNoiseOfOneEndpointIsNotTakenForTheCode() {
        List<BlockRatio> ratios = DoubleStream.iterate(0, i -> i + 1)
                .limit(30)
                .mapToObj(i -> 0.06 + 0.15 * Math.sin(i / 5))
                .map(ratio -> new BlockRatio(ratio, OptionalDouble.of(ratio)))
                .toList();
        assertThat(verdict(new Blocks(TEN_SECONDS, ratios, 0)).kind()).isEqualTo(Kind.INCONCLUSIVE);
    }

    @Test
    void aRunIsCutIntoThirtyBlocks() {
        assertThat(cut(3_000, 300).ratios()).hasSize(30);
        assertThat(cut(3_000, 300).length()).isEqualTo(TEN_SECONDS);
        assertThat(cut(3_000, 60).length()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aLongRunIsCutIntoMoreBlocksOfTenSeconds() {
        assertThat(cut(10_000, 900).ratios()).hasSize(90);
    }

    @Test
    void aBlockHasAboutTwentyRequestsOfEachEndpoint() {
        assertThat(cut(200, 300).ratios()).hasSize(10);
        assertThat(cut(3, 300).ratios()).hasSize(1);
    }

    private static Blocks cut(int requests, int seconds) {
        return Blocks.simultaneous(
                TTFT, arm(requests, seconds), arm(requests, seconds), Duration.ofSeconds(seconds), (from, to) -> false);
    }

    private static ArmValues arm(int requests, int seconds) {
        ArmValues arm = new ArmValues();
        for (int i = 0; i < requests; i++) {
            arm.add(seconds * 1_000_000L * i / requests, 100_000 + i % 7);
        }
        return arm;
    }

    @Test
    void aBlockIsLeftOutWhereTheGeneratorStoodStillOrAnEndpointHasNoSample() {
        ArmValues gap = new ArmValues();
        for (int i = 0; i < 3_000; i++) {
            long at = 100_000L * i;
            if (at / 10_000_000 != 4) {
                gap.add(at, 100_000);
            }
        }
        Blocks blocks = Blocks.simultaneous(
                TTFT, gap, arm(3_000, 300), Duration.ofMinutes(5), (from, to) -> from == 20_000_000);
        assertThat(blocks.ratios()).hasSize(28);
        assertThat(blocks.leftOut()).isEqualTo(2);
    }

    @Test
    void requestsAfterTheEndAreLeftOut() {
        ArmValues late = arm(600, 300);
        late.add(300_000_001L, 1e9);
        Blocks blocks = Blocks.simultaneous(TTFT, late, arm(600, 300), Duration.ofMinutes(5), (from, to) -> false);
        assertThat(blocks.ratios())
                .allSatisfy(ratio -> assertThat(ratio.figure()).isCloseTo(0, within(1e-3)));
    }

    @Test
    void anEmptyRunHasNoRatioToRecord() {
        Blocks none = Blocks.simultaneous(TTFT, new ArmValues(), new ArmValues(), TEN_SECONDS, (from, to) -> false);
        assertThat(none.ratios()).isEmpty();
        assertThat(PairJudge.ratio(none.logs())).isEmpty();
        assertThat(PairJudge.ratio(blocks(0.1, 0.1, 30).logs()).orElseThrow().log())
                .isCloseTo(0.1, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"10, 20", "11, 30"})
    void blocksInWhichTheGeneratorStoodStillAreLeftOutUpToAThirdOfThem(int disturbed, int compared) {
        Blocks blocks = Blocks.simultaneous(
                TTFT,
                arm(3_000, 300),
                arm(3_000, 300),
                Duration.ofMinutes(5),
                (from, to) -> from < disturbed * 10_000_000L);
        assertThat(blocks.ratios()).hasSize(compared);
    }
}

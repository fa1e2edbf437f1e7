package dev.llmbench.regression;

import static dev.llmbench.regression.Histories.FIVE_PERCENT;
import static dev.llmbench.regression.Histories.TTFT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.llmbench.regression.RelativeVerdict.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often the judge of two endpoints is wrong, over simulated runs of five minutes with a fixed seed, with
 * log-normal latencies of which the prompts explain half of the variance. The power expected at least is that of a simulation
 * by other code, less the sampling error of both. The published table has 2,000 runs a case: {@code
 * -Dsimulation.replicates=2000}.
 */
class PairSimulationTest {
    private static final int REPLICATES = Integer.getInteger("simulation.replicates", 500);
    /** 1 %, and three standard errors. */
    private static final double MOST_FALSE_ALARMS = 0.01 + 3 * Math.sqrt(0.01 * 0.99 / REPLICATES);

    private static final double LENGTH = 300;
    private static final double OWN_NOISE = 0.01;
    private static final double SLOWER = Math.log(1.1);

    /** How much of the variance of the latencies is the prompts'. */
    private static final double PROMPTS_SHARE = 0.5;

    private static final double SAMPLING_ERROR = 0.03 * Math.sqrt(2_000.0 / REPLICATES);

    /** The slowest 15 % of normal values lie above it. */
    private static final double TAIL = 1.0364;

    private final SplittableRandom random = new SplittableRandom(7);

    private enum Noise {
        /** By 10 %, over 30 s. */
        SLOW,
        /** The same, and every minute something that makes requests 1.5 to 3 times as slow for 3 s. */
        BURSTS,
        /** By 15 % from the start to the end. */
        DRIFT
    }

    @ParameterizedTest
    @CsvSource({
        "SLOW, 0.3, 10, 100, 82",
        "SLOW, 0.5, 10, 98, 40",
        "BURSTS, 0.5, 10, 99, 36",
        "DRIFT, 0.5, 10, 99, 44",
        "SLOW, 0.5, 20, 100, 81",
        "SLOW, 0.8, 20, 95, 38"
    })
    void endpointsAtTheSameTimeCancelTheNoiseThatTheyShare(
            Noise noise, double sigma, int perSecond, int uniform, int tailOnly) {
        int[] breaches = new int[3];
        for (int i = 0; i < REPLICATES; i++) {
            double[] shared = shared(noise);
            double[] prompts = prompts((int) (perSecond * LENGTH / 2));
            double[][] candidate = requests(prompts, sigma, shared);
            double[][] baseline = requests(prompts, sigma, shared);
            breaches[0] += isBreach(candidate, baseline, 0, false) ? 1 : 0;
            breaches[1] += isBreach(candidate, baseline, SLOWER, false) ? 1 : 0;
            breaches[2] += isBreach(candidate, baseline, SLOWER, true) ? 1 : 0;
        }
        assertThat(share(breaches[0])).isLessThanOrEqualTo(MOST_FALSE_ALARMS);
        assertThat(share(breaches[1])).isGreaterThan(uniform / 100.0 - SAMPLING_ERROR);
        assertThat(share(breaches[2])).isGreaterThan(tailOnly / 100.0 - SAMPLING_ERROR);
    }

    /** Returns the prompts' part of the latencies, which is the same at both endpoints. */
    private double[] prompts(int count) {
        return random.doubles(count).map(ignored -> random.nextGaussian()).toArray();
    }

    /** The logarithm of the noise in each tenth of a second. */
    private double[] shared(Noise noise) {
        double[] shared = new double[(int) (LENGTH * 10)];
        double keep = Math.exp(-0.1 / 30);
        double state = random.nextGaussian();
        for (int i = 0; i < shared.length; i++) {
            state = keep * state + Math.sqrt(1 - keep * keep) * random.nextGaussian();
            shared[i] = noise == Noise.DRIFT ? Math.log(1.15) * i / shared.length : 0.1 * state;
        }
        for (int minute = 0; noise == Noise.BURSTS && minute < LENGTH / 60; minute++) {
            int start = minute * 600 + random.nextInt(570);
            double factor = Math.log(1.5 + 1.5 * random.nextDouble());
            for (int i = start; i < start + 30; i++) {
                shared[i] += factor;
            }
        }
        return shared;
    }

    /** Returns three arrays: of each request the time in seconds, its quantile, and the logarithm of its latency. */
    private double[][] requests(double[] prompts, double sigma, double[] shared) {
        int count = prompts.length;
        double[] own = new double[30];
        Arrays.setAll(own, i -> OWN_NOISE * random.nextGaussian());
        double[][] requests = new double[3][count];
        for (int i = 0; i < count; i++) {
            double at = LENGTH * i / count;
            double place = Math.sqrt(PROMPTS_SHARE) * prompts[i] + Math.sqrt(1 - PROMPTS_SHARE) * random.nextGaussian();
            requests[0][i] = at;
            requests[1][i] = place;
            requests[2][i] = Math.log(200_000) + sigma * place + shared[(int) (at * 10)] + own[(int) (at / 10)];
        }
        return requests;
    }

    private static boolean isBreach(double[][] candidate, double[][] baseline, double slower, boolean tailOnly) {
        Blocks blocks = Blocks.simultaneous(
                TTFT,
                arm(candidate, slower, tailOnly),
                arm(baseline, 0, false),
                Duration.ofSeconds((long) LENGTH),
                (from, to) -> false);
        return isBreach(blocks, List.of());
    }

    private static ArmValues arm(double[][] requests, double slower, boolean tailOnly) {
        ArmValues arm = new ArmValues();
        for (int i = 0; i < requests[0].length; i++) {
            boolean isSlower = !tailOnly || requests[1][i] > TAIL;
            arm.add((long) (requests[0][i] * 1e6), Math.exp(requests[2][i] + (isSlower ? slower : 0)));
        }
        return arm;
    }

    @ParameterizedTest
    @CsvSource({"SLOW, 0.3, 100, 87", "SLOW, 0.5, 98, 62", "DRIFT, 0.5, 100, 70"})
    void endpointsInTurnsCancelSlowNoiseAndNoBursts(Noise noise, double sigma, int uniform, int tailOnly) {
        int[] breaches = new int[3];
        for (int i = 0; i < REPLICATES; i++) {
            double[] shared = shared(noise);
            double[][] requests = requests(promptsOfTurns(), sigma, shared);
            breaches[0] += isBreachInTurns(requests, 0, false) ? 1 : 0;
            breaches[1] += isBreachInTurns(requests, SLOWER, false) ? 1 : 0;
            breaches[2] += isBreachInTurns(requests, SLOWER, true) ? 1 : 0;
        }
        assertThat(share(breaches[0])).isLessThanOrEqualTo(MOST_FALSE_ALARMS);
        assertThat(share(breaches[1])).isGreaterThan(uniform / 100.0 - SAMPLING_ERROR);
        assertThat(share(breaches[2])).isGreaterThan(tailOnly / 100.0 - SAMPLING_ERROR);
    }

    /** Both turns of a pair get the same prompts. */
    private double[] promptsOfTurns() {
        double[] prompts = prompts((int) (20 * LENGTH));
        int turn = 20 * 6;
        for (int i = 0; i < prompts.length; i++) {
            prompts[i] = i / turn % 2 == 1 ? prompts[i - turn] : prompts[i];
        }
        return prompts;
    }

    /** Turns of five seconds with a second between them that is not measured, ABBA BAAB. */
    private static boolean isBreachInTurns(double[][] requests, double slower, boolean tailOnly) {
        List<Blocks.Part> pairs = new ArrayList<>();
        for (int pair = 0; pair < LENGTH / 12; pair++) {
            boolean candidateFirst = pair % 4 == 0 || pair % 4 == 3;
            double[] first = turn(requests, 12 * pair, candidateFirst ? slower : 0, tailOnly);
            double[] second = turn(requests, 12 * pair + 6, candidateFirst ? 0 : slower, tailOnly);
            pairs.add(new Blocks.Part(
                    BlockRatio.of(TTFT, candidateFirst ? first : second, candidateFirst ? second : first), false));
        }
        return isBreach(Blocks.inTurns(Duration.ofSeconds(5), pairs), List.of());
    }

    private static double[] turn(double[][] requests, int from, double slower, boolean tailOnly) {
        int perSecond = (int) (requests[0].length / LENGTH);
        int start = (from + 1) * perSecond;
        double[] turn = new double[5 * perSecond];
        for (int i = 0; i < turn.length; i++) {
            boolean isSlower = !tailOnly || requests[1][start + i] > TAIL;
            turn[i] = Math.exp(requests[2][start + i] + (isSlower ? slower : 0));
        }
        return turn;
    }

    @ParameterizedTest
    @CsvSource({"0.02, 10, 67", "0.05, 10, 19", "0.03, 20, 48"})
    void whatDeploymentsOfTheSameCodeDifferByIsTakenInFromTheirHistory(double lasting, int equalRuns, int percent) {
        int alarms = 0;
        int caught = 0;
        for (int i = 0; i < REPLICATES; i++) {
            List<PairRatio> equal = new ArrayList<>();
            for (int run = 0; run < equalRuns; run++) {
                equal.add(PairJudge.ratio(blocks(lasting, 0).logs()).orElseThrow());
            }
            alarms += isBreach(blocks(lasting, 0), equal) ? 1 : 0;
            caught += isBreach(blocks(lasting, SLOWER), equal) ? 1 : 0;
        }
        assertThat(share(alarms)).isLessThanOrEqualTo(MOST_FALSE_ALARMS);
        assertThat(share(caught)).isCloseTo(percent / 100.0, within(0.06));
    }

    /** Thirty blocks whose mean has a standard error of 2 %. */
    private Blocks blocks(double lasting, double slower) {
        double deployment = lasting * random.nextGaussian();
        List<BlockRatio> ratios = DoubleStream.generate(
                        () -> slower + deployment + 0.02 * Math.sqrt(30) * random.nextGaussian())
                .limit(30)
                .mapToObj(ratio -> new BlockRatio(ratio, OptionalDouble.of(ratio)))
                .toList();
        return new Blocks(Duration.ofSeconds(10), ratios, 0);
    }

    private static boolean isBreach(Blocks blocks, List<PairRatio> equalRuns) {
        PairQuestion question = new PairQuestion(FIVE_PERCENT, blocks, 200_000, 200_000, "http://other", equalRuns);
        return PairJudge.judge(List.of(question)).get(0).kind() == Kind.BREACH;
    }

    private static double share(int count) {
        return (double) count / REPLICATES;
    }
}

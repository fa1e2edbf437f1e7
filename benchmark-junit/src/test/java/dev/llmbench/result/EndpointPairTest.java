package dev.llmbench.result;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.LoadTest;
import dev.llmbench.LoadTestBuilder;
import dev.llmbench.plan.ArmOrder;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.LimitText;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.regression.RelativeBudget;
import dev.llmbench.regression.RelativeVerdict;
import dev.llmbench.regression.RelativeVerdict.Kind;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.Stall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointPairTest {
    private static final int MINUTE = 60;
    private static final int PER_SECOND = 20;
    private static final double NONE = 1;
    private static final double SLOWER = 1.3;

    private final LoadPlan together = described().build().plan();
    private final LoadPlan inTurns =
            described().order(ArmOrder.BLOCKS).block(ofSeconds(2)).build().plan();
    private final List<RequestSample> samples = new ArrayList<>();
    private final Random random = new Random(5);

    private static LoadTestBuilder described() {
        return LoadTest.builder()
                .endpoint("http://candidate.test/v1/chat/completions")
                .against("http://baseline.test/v1/chat/completions")
                .dataset("classpath:junit/chat.jsonl")
                .load(LoadModel.ARRIVAL_RATE)
                .startRate(PER_SECOND)
                .stage(PER_SECOND, ofSeconds(MINUTE / 2))
                .stage(PER_SECOND, ofSeconds(MINUTE / 2));
    }

    /** Requests of a minute, whose latencies vary by some per cent. */
    private void add(Arm arm, double factor, UnaryOperator<Samples> further) {
        for (int i = 0; i < MINUTE * PER_SECOND; i++) {
            long micros = Math.round(100_000 * factor * (1 + 0.05 * random.nextGaussian()));
            Duration at = ofMillis(1_000L * i / PER_SECOND);
            int stage = at.toSeconds() < MINUTE / 2 ? 1 : 2;
            Duration latency = Duration.ofNanos(1_000 * micros);
            Samples sample = Samples.ok().stage(stage).scheduledAt(at).ttft(latency);
            samples.add(further.apply(sample).sample().toBuilder().arm(arm).build());
        }
    }

    private RelativeVerdict verdict(String budget) {
        return verdict(together, RunFacts.builder(Instant.EPOCH, ofSeconds(MINUTE)), budget);
    }

    private RelativeVerdict verdict(LoadPlan plan, RunFacts.Builder facts, String budget) {
        RunRecorder recorder = new RunRecorder(plan, pair -> {});
        RunFacts all = facts.peakInFlight(1).build();
        all.blocks().forEach(recorder::begin);
        samples.forEach(recorder::accept);
        LoadResult result = recorder.result(all, sink -> {
            samples.forEach(sink::accept);
            return true;
        });
        Budget asked = LimitText.budgets("budgets", budget).get(0);
        RelativeBudget relative = asked.relative();
        return result.comparisons().of(relative).orElseThrow().verdict();
    }

    @Test
    void aSlowerCandidateIsABreach() {
        add(Arm.CANDIDATE, SLOWER, sample -> sample);
        add(Arm.BASELINE, NONE, sample -> sample);

        RelativeVerdict verdict = verdict("ttft.p95<=baseline+5%");

        assertThat(verdict.kind()).isEqualTo(Kind.BREACH);
        assertThat(verdict.change().orElseThrow()).isBetween(0.25, 0.35);
        assertThat(verdict.finding())
                .contains("slower than at http://baseline.test/v1/chat/completions", "30 pairs of 2 s");
    }

    @Test
    void anEqualCandidatePasses() {
        add(Arm.CANDIDATE, NONE, sample -> sample);
        add(Arm.BASELINE, NONE, sample -> sample);

        assertThat(verdict("ttft.p95<=baseline+5%").word()).isEqualTo("PASS (proven)");
        assertThat(verdict("throughput>=baseline-5%").word()).isEqualTo("PASS (proven)");
    }

    @ParameterizedTest
    @CsvSource({"1, PASS", "2, BREACH"})
    void aStageIsComparedByItsOwnRequests(int stage, Kind kind) {
        add(Arm.CANDIDATE, NONE, sample -> sample);
        samples.removeIf(sample -> sample.stage() == 2);
        List<RequestSample> first = List.copyOf(samples);
        samples.clear();
        add(Arm.CANDIDATE, SLOWER, sample -> sample);
        samples.removeIf(sample -> sample.stage() == 1);
        samples.addAll(first);
        add(Arm.BASELINE, NONE, sample -> sample);

        assertThat(verdict("stage" + stage + ".ttft.p50<=baseline+5%").kind()).isEqualTo(kind);
    }

    @Test
    void requestsThatTimeOutAreNoFastOnes() {
        add(Arm.CANDIDATE, NONE, sample -> sample);
        samples.replaceAll(sample -> random.nextInt(5) == 0
                ? Samples.failed(Outcome.TIMEOUT, "timed out")
                        .stage(sample.stage())
                        .scheduledAt(Duration.ofNanos(sample.at().scheduled() * 1_000))
                        .e2e(ofSeconds(10))
                        .sample()
                : sample);
        add(Arm.BASELINE, NONE, sample -> sample);

        assertThat(verdict("ttft.p95<=baseline+5%").kind()).isEqualTo(Kind.BREACH);
    }

    @Test
    void whatIsWarmedUpIsNotCompared() {
        add(Arm.CANDIDATE, NONE, sample -> sample);
        add(Arm.BASELINE, NONE, sample -> sample);
        add(Arm.CANDIDATE, 9, Samples::warmup);

        assertThat(verdict("ttft.p95<=baseline+5%").kind()).isEqualTo(Kind.PASS);
    }

    @Test
    void aBlockWithAStallIsLeftOut() {
        add(Arm.CANDIDATE, NONE, sample -> sample);
        samples.replaceAll(sample -> sample.at().scheduled() < 4_000_000
                ? Samples.ok()
                        .scheduledAt(Duration.ofNanos(sample.at().scheduled() * 1_000))
                        .ttft(ofSeconds(5))
                        .sample()
                : sample);
        add(Arm.BASELINE, NONE, sample -> sample);
        Stalls stalls = Stalls.of(List.of(new Stall(1_000_000, 3_500_000)), together.lagTolerance());

        RelativeVerdict verdict = verdict(
                together, RunFacts.builder(Instant.EPOCH, ofSeconds(MINUTE)).stalls(stalls), "ttft.p95<=baseline+5%");

        assertThat(verdict.word()).isEqualTo("PASS (proven)");
        assertThat(verdict.compared()).isEqualTo(28);
    }

    @ParameterizedTest
    @CsvSource({"1, PASS", "1.3, BREACH"})
    void inTurnsThePairsOfBlocksAreCompared(double factor, Kind kind) {
        List<Block> blocks = new ArrayList<>();
        for (int start = 1; start < MINUTE; start += 3) {
            int pair = blocks.size() / 2 + 1;
            Arm arm = (blocks.size() + pair) % 2 == 0 ? Arm.CANDIDATE : Arm.BASELINE;
            blocks.add(new Block(arm, pair, ofSeconds(start), ofSeconds(start + 2)));
        }
        add(Arm.CANDIDATE, factor, sample -> sample);
        add(Arm.BASELINE, NONE, sample -> sample);

        RelativeVerdict verdict = verdict(
                inTurns, RunFacts.builder(Instant.EPOCH, ofSeconds(MINUTE)).blocks(blocks), "ttft.p50<=baseline+5%");

        assertThat(verdict.kind()).isEqualTo(kind);
        assertThat(verdict.finding()).contains("10 pairs of 2 s");
    }

    @Test
    void aRunThatIsTooShortIsInconclusive() {
        add(Arm.CANDIDATE, NONE, sample -> sample);
        add(Arm.BASELINE, NONE, sample -> sample);
        samples.removeIf(sample -> sample.at().scheduled() > 4_000_000);

        RelativeVerdict verdict =
                verdict(together, RunFacts.builder(Instant.EPOCH, ofSeconds(4)), "ttft.p95<=baseline+5%");

        assertThat(verdict.message()).contains("INCONCLUSIVE", "blocks in which both endpoints have samples");
    }
}

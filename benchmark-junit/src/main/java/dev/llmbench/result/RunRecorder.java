package dev.llmbench.result;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import dev.llmbench.sample.SampleSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Records the samples of a run, both of its endpoint and of the one that it is compared with. Not thread-safe, except
 * that any thread may begin a block.
 *
 * <pre>{@code
 * RunRecorder recorder = new RunRecorder(result.plan(), pair -> {});
 * }</pre>
 */
public final class RunRecorder implements SampleSink {
    private final Recorder candidate;
    private final Optional<Recorder> baseline;
    private final ArmTime candidateTime;
    private final ArmTime baselineTime;
    private final WorkerLags lags = new WorkerLags();

    /**
     * Creates a recorder.
     *
     * @param pairs receives each pair of two lengths, if the plan asks for them
     */
    public RunRecorder(LoadPlan plan, Consumer<LengthPair> pairs) {
        boolean inBlocks = plan.against().isPresent() && plan.against().get().takesTurns();
        this.candidateTime = inBlocks ? ArmTime.inBlocks() : ArmTime.always();
        this.baselineTime = inBlocks ? ArmTime.inBlocks() : ArmTime.always();
        this.candidate = new Recorder(plan, pairs, candidateTime);
        this.baseline = plan.against().map(other -> new Recorder(plan.of(Arm.BASELINE), pair -> {}, baselineTime));
    }

    private RunRecorder(LoadPlan plan, KeptGaps gaps, KeptGaps baselineGaps, List<Block> blocks) {
        this.candidateTime = ArmTime.of(Arm.CANDIDATE, blocks);
        this.baselineTime = ArmTime.of(Arm.BASELINE, blocks);
        this.candidate = Recorder.again(plan, gaps, candidateTime);
        this.baseline = plan.against().map(other -> Recorder.again(plan.of(Arm.BASELINE), baselineGaps, baselineTime));
    }

    /**
     * Creates a recorder for a run that is read again.
     *
     * @param gaps the candidate's gaps, which the rows do not contain
     * @param baselineGaps the baseline's gaps
     * @param blocks the blocks in which the endpoints took turns; empty if they did not
     * @throws dev.llmbench.plan.ConfigurationException if the gaps are those of another plan
     */
    public static RunRecorder again(LoadPlan plan, KeptGaps gaps, KeptGaps baselineGaps, List<Block> blocks) {
        return new RunRecorder(plan, gaps, baselineGaps, blocks);
    }

    @Override
    public void accept(RequestSample sample) {
        lags.accept(sample);
        if (sample.arm() == Arm.CANDIDATE) {
            candidate.accept(sample);
        } else {
            baseline.ifPresent(recorder -> recorder.accept(sample));
        }
    }

    /** Begins a block. */
    public void begin(Block block) {
        (block.arm() == Arm.CANDIDATE ? candidateTime : baselineTime).add(block);
    }

    /**
     * Returns the progress of the run for the endpoint under test; each call starts a new period for the recent TTFT.
     */
    public Tally tally() {
        return candidate.tally();
    }

    /**
     * Creates the result of the run, which contains that of the baseline.
     *
     * @param facts what the engine recorded in addition to the samples; the lag of its workers is taken from the samples
     * @param samples the samples of both endpoints, which can be read again
     */
    public LoadResult result(RunFacts facts, SampleSource samples) {
        RunFacts known = lags.in(facts);
        if (baseline.isEmpty()) {
            return candidate.result(known, samples);
        }
        LoadResult compared = baseline.get().result(known.ofBaseline(), samples.of(Arm.BASELINE));
        return candidate.result(known, samples.of(Arm.CANDIDATE)).against(compared, samples);
    }
}

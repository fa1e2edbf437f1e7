package dev.llmbench.result;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Gathers what a plan measures by pairs of two lengths. */
final class PairRecorder implements SampleSink {
    private final PairAccumulator run;
    private final List<PairAccumulator> stages;
    private final PairMatcher matcher;

    private PairRecorder(int difference, int stages, Consumer<LengthPair> pairs) {
        this.run = new PairAccumulator(difference);
        this.stages = Stream.generate(() -> new PairAccumulator(difference))
                .limit(stages)
                .toList();
        this.matcher = new PairMatcher(difference, pairs.andThen(this::add));
    }

    /** A recorder where the plan measures by pairs. */
    static Optional<PairRecorder> of(LoadPlan plan, Consumer<LengthPair> pairs) {
        return plan.twoLengths()
                .map(mode ->
                        new PairRecorder(mode.difference(), plan.load().stages().size(), pairs));
    }

    private void add(LengthPair pair) {
        run.add(pair);
        stages.get(pair.stage() - 1).add(pair);
    }

    @Override
    public void accept(RequestSample sample) {
        matcher.accept(sample);
    }

    /** What was measured of the run, then of each stage; no sample comes any more. */
    List<TpotByDifference> measured() {
        matcher.finish();
        return Stream.concat(Stream.of(run), stages.stream())
                .map(PairAccumulator::measured)
                .toList();
    }
}

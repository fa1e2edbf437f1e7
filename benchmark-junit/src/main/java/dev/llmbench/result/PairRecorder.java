package dev.llmbench.result;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import dev.llmbench.stats.Interval;
import dev.llmbench.stats.RunningMean;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Records the pairs of two output lengths that a plan asks for. */
final class PairRecorder implements SampleSink {
    private final Sums run;
    private final List<Sums> stages;
    private final PairMatcher matcher;

    private PairRecorder(int difference, int stages, Consumer<LengthPair> pairs) {
        this.run = new Sums(difference);
        this.stages = Stream.generate(() -> new Sums(difference)).limit(stages).toList();
        this.matcher = new PairMatcher(difference, pairs.andThen(this::add));
    }

    /** Returns a recorder if the plan measures by pairs. */
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

    /** Returns the measurement of the run, then of each stage. Must be called after the last sample. */
    List<TpotByDifference> measured() {
        matcher.finish();
        return Stream.concat(Stream.of(run), stages.stream())
                .map(Sums::measured)
                .toList();
    }

    /** The pairs of the run or of a stage. */
    private static final class Sums {
        private final int difference;
        private final RunningMean tpot = new RunningMean();
        private final RunningMean fromLonger = new RunningMean();
        private final RunningMean fromShorter = new RunningMean();
        private final Map<ExclusionReason, Long> leftOut = new EnumMap<>(ExclusionReason.class);

        Sums(int difference) {
            this.difference = difference;
        }

        void add(LengthPair pair) {
            pair.leftOut().ifPresentOrElse(why -> leftOut.merge(why, 1L, Long::sum), () -> addTpot(pair));
        }

        private void addTpot(LengthPair pair) {
            tpot.add((double) pair.differenceMicros().orElseThrow() / difference);
            fromLonger.add((double) pair.longer().orElseThrow().late() / difference);
            fromShorter.add((double) pair.shorter().orElseThrow().late() / difference);
        }

        private Interval possible() {
            double mean = tpot.mean().orElse(0);
            return tpot.count() == 0
                    ? Interval.UNBOUNDED
                    : Interval.of(
                            mean - fromLonger.mean().orElse(0),
                            mean + fromShorter.mean().orElse(0));
        }

        TpotByDifference measured() {
            return new TpotByDifference(
                    difference,
                    tpot.count(),
                    tpot.mean(),
                    tpot.standardError(),
                    tpot.interval(Interval.USUAL_CONFIDENCE),
                    possible(),
                    leftOut);
        }
    }
}

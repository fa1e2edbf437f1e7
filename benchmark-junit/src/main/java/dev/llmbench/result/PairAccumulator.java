package dev.llmbench.result;

import dev.llmbench.stats.Interval;
import dev.llmbench.stats.RunningMean;
import java.util.EnumMap;
import java.util.Map;

/** Gathers the pairs of the run or of a stage. */
final class PairAccumulator {
    private final int difference;
    private final RunningMean tpot = new RunningMean();
    private final RunningMean added = new RunningMean();
    private final RunningMean withIncompleteFiles = new RunningMean();
    private final Map<ExclusionReason, Long> leftOut = new EnumMap<>(ExclusionReason.class);

    PairAccumulator(int difference) {
        this.difference = difference;
    }

    void add(LengthPair pair) {
        pair.leftOut().ifPresentOrElse(why -> leftOut.merge(why, 1L, Long::sum), () -> addTpot(pair));
    }

    private void addTpot(LengthPair pair) {
        tpot.add((double) pair.differenceMicros().orElseThrow() / difference);
        added.add((double) pair.longer().orElseThrow().late() / difference);
        withIncompleteFiles.add((double) pair.shorter().orElseThrow().late() / difference);
    }

    private Interval possible() {
        double mean = tpot.mean().orElse(0);
        return tpot.count() == 0
                ? Interval.UNBOUNDED
                : Interval.of(
                        mean - added.mean().orElse(0),
                        mean + withIncompleteFiles.mean().orElse(0));
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

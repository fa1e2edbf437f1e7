package dev.llmbench.result;

import dev.llmbench.metric.Interval;
import dev.llmbench.metric.RunningMean;
import java.util.EnumMap;
import java.util.Map;

/** Gathers the pairs of the run or of a stage. */
final class PairGatherer {
    private final int difference;
    private final RunningMean tpot = new RunningMean();
    private final Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);

    PairGatherer(int difference) {
        this.difference = difference;
    }

    void add(LengthPair pair) {
        pair.leftOut()
                .ifPresentOrElse(
                        why -> leftOut.merge(why, 1L, Long::sum),
                        () -> tpot.add((double) pair.differenceMicros().orElseThrow() / difference));
    }

    TpotByDifference measured() {
        return new TpotByDifference(
                difference,
                tpot.count(),
                tpot.mean(),
                tpot.standardError(),
                tpot.interval(Interval.USUAL_CONFIDENCE),
                leftOut);
    }
}

package dev.llmbench.history;

import dev.llmbench.regression.Baseline;
import dev.llmbench.regression.ComparedFigure;
import dev.llmbench.regression.PairRatio;
import dev.llmbench.regression.RunFigure;
import java.util.ArrayList;
import java.util.List;

/**
 * The earlier runs that a run can be compared with.
 *
 * @param runs the runs, in order
 * @param epoch the epoch of the current run
 * @param none why there are no runs; empty if there are some, or if this is the first run
 * @param warnings what could not be read, and what to do about it
 */
public record ComparableRuns(List<Earlier> runs, String epoch, String none, List<String> warnings) {
    private static final String PAIR = "pair.";

    public ComparableRuns {
        runs = List.copyOf(runs);
        warnings = List.copyOf(warnings);
    }

    /**
     * An earlier run.
     *
     * @param record the record of the run
     * @param epoch the epoch that it belongs to, taking later acceptances into account
     * @param counts whether it is part of the baseline
     */
    public record Earlier(RunRecord record, String epoch, boolean counts) {}

    /** Returns the name under which the ratio of two endpoints is recorded among a run's figures. */
    public static String pairKey(ComparedFigure figure) {
        return PAIR + figure.key();
    }

    /** Converts a ratio to a recorded figure. */
    public static RecordedFigure kept(PairRatio ratio) {
        double value = Math.exp(ratio.log());
        return new RecordedFigure(value, value, value, ratio.error(), 1);
    }

    /** Returns the earlier values of a figure. */
    public Baseline baseline(ComparedFigure figure) {
        List<RunFigure> figures = new ArrayList<>();
        for (Earlier run : runs) {
            run.record()
                    .figure(figure)
                    .ifPresent(measured -> figures.add(
                            new RunFigure(measured, run.epoch(), run.record().label(), run.counts())));
        }
        if (!figures.isEmpty()) {
            return Baseline.of(figures);
        }
        return Baseline.none(runs.isEmpty() ? none : "the comparable runs have no " + figure.label());
    }

    /** Returns how two endpoints with the same code differed in earlier runs. */
    public List<PairRatio> equalRuns(ComparedFigure figure) {
        List<PairRatio> ratios = new ArrayList<>();
        for (Earlier run : runs) {
            RecordedFigure ratio = run.record().figures().get(pairKey(figure));
            if (ratio != null && ratio.seLn() != null) {
                ratios.add(new PairRatio(Math.log(ratio.value()), ratio.seLn()));
            }
        }
        return ratios;
    }
}

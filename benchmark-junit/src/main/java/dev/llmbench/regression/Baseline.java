package dev.llmbench.regression;

import java.util.List;

/**
 * The earlier runs that a run can be compared with.
 *
 * @param runs the runs of all epochs, in order, without invalid ones
 * @param none why there are no runs, as a sentence without its full stop; empty if there are some, or if this is the
 *     first run
 */
public record Baseline(List<RunFigure> runs, String none) {

    public Baseline {
        runs = List.copyOf(runs);
    }

    public static Baseline of(List<RunFigure> runs) {
        return new Baseline(runs, "");
    }

    /** Returns a baseline without runs, for the given reason. */
    public static Baseline none(String reason) {
        return new Baseline(List.of(), reason);
    }
}

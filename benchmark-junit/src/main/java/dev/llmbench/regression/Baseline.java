package dev.llmbench.regression;

import java.util.List;

/**
 * The earlier runs that a run can be compared with.
 *
 * @param runs in their order, of all epochs; without those that were invalid
 * @param none why there are none, as a sentence without its full stop; empty where there are some, or where this is the first
 */
public record Baseline(List<RunFigure> runs, String none) {

    public Baseline {
        runs = List.copyOf(runs);
    }

    public static Baseline of(List<RunFigure> runs) {
        return new Baseline(runs, "");
    }

    /** No run to compare with, for this reason. */
    public static Baseline none(String reason) {
        return new Baseline(List.of(), reason);
    }
}

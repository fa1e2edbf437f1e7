package dev.llmbench.regression;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The outcome of a budget that is relative to a baseline.
 *
 * @param budget the budget
 * @param kind the kind of outcome
 * @param proven whether chance is ruled out; always true for a breach
 * @param value the figure in its own unit
 * @param baseline the value that it was compared with; empty if there is none
 * @param change the fraction by which the figure is worse, negative if it is better; empty if there is no baseline
 * @param atLeast for a breach, the fraction by which the figure is at least worse
 * @param sees the smallest fraction that is detected in 95 of 100 runs; empty if there is no
 * baseline
 * @param spread how much runs of unchanged code differ, as a standard deviation of the logarithm; empty if unknown
 * @param chance the probability of such a figure if nothing has changed
 * @param compared the number of runs, or of pairs of blocks, that it was compared with
 * @param since the run since which the figure has been worse, such as the start of a commit; empty if a single run was judged
 * @param finding the figure, its baseline and the limit, on one line
 * @param remark an explanation of the verdict, or what to do about it; may be empty
 */
public record RelativeVerdict(
        RelativeBudget budget,
        Kind kind,
        boolean proven,
        double value,
        OptionalDouble baseline,
        OptionalDouble change,
        OptionalDouble atLeast,
        OptionalDouble sees,
        OptionalDouble spread,
        OptionalDouble chance,
        int compared,
        Optional<String> since,
        String finding,
        String remark) {

    /** The fraction of runs of unchanged code in which any relative budget of a test may fail. */
    public static final double FALSE_ALARMS = 0.01;

    /** The kinds of outcome, worst first. */
    public enum Kind {
        /** The figure is worse than its baseline by more than the limit, and not by chance. */
        BREACH("BREACH"),
        /** A slowdown of several times the limit would not have been seen. */
        INCONCLUSIVE("INCONCLUSIVE"),
        /** There is nothing to compare with. */
        NO_BASELINE("NO BASELINE"),
        /** No slowdown beyond the limit was seen. */
        PASS("PASS");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /** Returns the verdict in a few words, such as {@code BREACH (proven)}. */
    public String word() {
        return kind.word + (proven ? " (proven)" : "");
    }

    /** Returns the finding and the remark. */
    public String detail() {
        return remark.isEmpty() ? finding : finding + "; " + remark;
    }

    /** Returns the verdict on one line. */
    public String message() {
        return finding + ": " + word() + (remark.isEmpty() ? "" : ", " + remark);
    }

    @Override
    public String toString() {
        return message();
    }
}

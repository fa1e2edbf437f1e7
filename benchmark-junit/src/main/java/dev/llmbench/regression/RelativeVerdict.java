package dev.llmbench.regression;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a budget that is relative to a baseline came out.
 *
 * @param budget what was asked
 * @param kind how it came out
 * @param proven whether chance is ruled out; a breach always is
 * @param value the figure in its own unit
 * @param baseline the value that it was compared with; empty where there is none
 * @param change the share by which the figure is worse, below 0 where it is better; empty where there is no baseline
 * @param atLeast of a breach, the share by which it is worse at least
 * @param sees the smallest share by which a figure must be worse to be caught in 95 of 100 runs; empty where there is no
 * baseline
 * @param spread how much runs of unchanged code differ, as a standard deviation of the logarithm; empty where that is not
 * known
 * @param chance the chance of such a figure where nothing has changed
 * @param compared the number of runs, or of pairs of blocks, that it was compared with
 * @param since the run from which on it has been worse, such as the start of a commit; empty where a single run was judged
 * @param finding the figure, its baseline and the limit, on one line
 * @param remark what to know about the verdict or to do about it; may be empty
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

    /** The share of runs of unchanged code in which any relative budget of a test may fail. */
    public static final double FALSE_ALARMS = 0.01;

    /** How such a budget can come out; the gravest is first. */
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

    /** The verdict in a few words, such as {@code BREACH (proven)}. */
    public String word() {
        return kind.word + (proven ? " (proven)" : "");
    }

    /** The finding and the remark. */
    public String detail() {
        return remark.isEmpty() ? finding : finding + "; " + remark;
    }

    /** The verdict on one line. */
    public String message() {
        return finding + ": " + word() + (remark.isEmpty() ? "" : ", " + remark);
    }

    @Override
    public String toString() {
        return message();
    }
}

package dev.llmbench.budget;

import dev.llmbench.metric.Interval;
import dev.llmbench.plan.Budget;
import dev.llmbench.result.Scope;
import java.util.OptionalDouble;

/**
 * How one budget came out.
 *
 * @param budget what was asked
 * @param scope the run or the stage that it was asked of
 * @param kind how it came out
 * @param proven whether samples are so many and so clear that chance is ruled out at 95 %; only said of a breach or a pass
 *     while the load is held at one level
 * @param failed whether the test fails by this, under the policy of evidence that the budget or else the plan has
 * @param actual the figure, in the unit of the budget's limit; empty where there is no sample to draw it from. Requests
 *     that were cut off count in {@code over} and not in here
 * @param interval the 95 % interval of the figure; without bounds where the load was not steady, where requests were cut
 *     off, or where there are too few samples
 * @param samples how many samples it was judged on
 * @param over those of them on the wrong side of the limit; 0 for a figure that is not judged by counting
 * @param finding the figure, the limit and what they were drawn from, on one line
 * @param remark what to know about the verdict or to do about it; may be empty
 */
public record Verdict(
        Budget budget,
        Scope scope,
        Kind kind,
        boolean proven,
        boolean failed,
        OptionalDouble actual,
        Interval interval,
        long samples,
        long over,
        String finding,
        String remark) {

    /** How a budget can come out; the gravest is first. */
    public enum Kind {
        /** The figure is on the wrong side of the limit. */
        BREACH("BREACH"),
        /** Nothing was measured to draw the figure from. */
        NO_SAMPLE("NO SAMPLE"),
        /** Not a proven breach, and too few samples for the figure to mean anything. */
        INCONCLUSIVE("INCONCLUSIVE"),
        /** The figure is within the limit; the limit itself is. */
        PASS("PASS");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /** The verdict in a word or two, such as {@code BREACH (proven)}. */
    public String word() {
        return kind.word + (proven ? " (proven)" : "");
    }

    /**
     * The verdict on one line, such as {@code TTFT p95 was 412 ms, limit ≤ 300 ms (run, n = 1,240, 31.2 % over the limit
     * where 5 % may be): BREACH (proven)}.
     */
    public String message() {
        return finding + ": " + word() + (remark.isEmpty() ? "" : ", " + remark);
    }

    /** The same without the verdict's word, for where that stands apart. */
    public String detail() {
        return remark.isEmpty() ? finding : finding + "; " + remark;
    }

    @Override
    public String toString() {
        return message();
    }
}

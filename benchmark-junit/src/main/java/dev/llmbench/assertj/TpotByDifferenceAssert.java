package dev.llmbench.assertj;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Show;
import dev.llmbench.plan.Budget;
import dev.llmbench.result.TpotByDifference;
import java.time.Duration;
import java.util.function.DoublePredicate;

/**
 * Assertions on TPOT by two lengths of output, of the run or of a stage. Each on the figure itself fails where fewer than
 * two pairs count, as one alone says nothing of how sure it is.
 */
public final class TpotByDifferenceAssert {
    private static final int FEWEST = 2;

    private final LoadResultAssert origin;
    private final TpotByDifference tpot;

    TpotByDifferenceAssert(LoadResultAssert origin, TpotByDifference tpot) {
        this.origin = origin;
        this.tpot = tpot;
    }

    /** Verifies that the mean is less than the limit. */
    public TpotByDifferenceAssert isLessThan(Duration limit) {
        return verify(mean -> mean < micros(limit), "limit < " + shown(limit));
    }

    /** Verifies that the mean is at most the limit. */
    public TpotByDifferenceAssert isLessThanOrEqualTo(Duration limit) {
        return atMost(micros(limit));
    }

    /**
     * Verifies that the mean is at most the limit.
     *
     * @param limit as in a budget, such as {@code "40ms"}
     * @throws dev.llmbench.plan.ConfigurationException if the text is no such limit
     */
    public TpotByDifferenceAssert isAtMost(String limit) {
        return atMost(Budget.parseLimit("limit", Metric.TPOT, limit));
    }

    private TpotByDifferenceAssert atMost(double limit) {
        return verify(mean -> mean <= limit, "limit ≤ " + Show.micros(limit));
    }

    /** Verifies that the mean lies between the limits, each of them included. */
    public TpotByDifferenceAssert isBetween(Duration from, Duration to) {
        return verify(mean -> mean >= micros(from) && mean <= micros(to), "limits " + shown(from) + " to " + shown(to));
    }

    /**
     * Verifies that all of the mean's 95 % interval is at most the limit: for releases.
     *
     * @param limit as in a budget, such as {@code "40ms"}
     * @throws dev.llmbench.plan.ConfigurationException if the text is no such limit
     */
    public TpotByDifferenceAssert isProvenAtMost(String limit) {
        double most = Budget.parseLimit("limit", Metric.TPOT, limit);
        return verify(
                mean -> tpot.interval().upper().orElse(Double.MAX_VALUE) <= most,
                "limit ≤ " + Show.micros(most) + ", which is not proven");
    }

    /** Verifies that so many pairs count at least. */
    public TpotByDifferenceAssert hasAtLeastPairs(long pairs) {
        origin.verify(tpot.pairs() >= pairs, tpot.inWords() + "; at least " + pairs + " pairs are to count");
        return this;
    }

    /** Goes on with other figures. */
    @CheckReturnValue
    public LoadResultAssert and() {
        return origin;
    }

    private TpotByDifferenceAssert verify(DoublePredicate holds, String limit) {
        boolean told = tpot.pairs() >= FEWEST;
        origin.verify(
                told && holds.test(tpot.micros().orElse(Double.MAX_VALUE)),
                tpot.inWords() + ", " + limit + (told ? "" : "; needs at least " + FEWEST + " pairs that count"));
        return this;
    }

    private static double micros(Duration duration) {
        return duration.toNanos() / 1_000.0;
    }

    private static String shown(Duration duration) {
        return Show.micros(micros(duration));
    }
}

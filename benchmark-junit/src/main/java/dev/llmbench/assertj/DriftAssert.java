package dev.llmbench.assertj;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Budget;
import dev.llmbench.result.Drift;
import java.util.Locale;

/**
 * Assertions on how fast a figure drifts upwards under steady load, with limits such as {@code "5%/h"}: of a latency's
 * level, or percentage points of an error rate. Each fails where no drift can be told; a figure that falls is no failure.
 */
public final class DriftAssert {
    private final LoadResultAssert origin;
    private final Drift drift;

    DriftAssert(LoadResultAssert origin, Drift drift) {
        this.origin = origin;
        this.drift = drift;
    }

    /** Verifies that the estimated drift is at most the limit, whatever its uncertainty. */
    public DriftAssert isAtMost(String limit) {
        return verify(drift.perHour() <= parse(limit), limit);
    }

    /** Verifies that all of the drift's 95 % interval is at most the limit: for releases; takes a long run. */
    public DriftAssert isProvenAtMost(String limit) {
        return verify(drift.upper() <= parse(limit), limit + ", which is not proven");
    }

    /** Verifies that the drift is not proven to be above the limit: some of its 95 % interval is at most the limit. */
    public DriftAssert isNotProvenAbove(String limit) {
        return verify(drift.lower() <= parse(limit), limit + ", proven to be broken");
    }

    /** Goes on with other figures. */
    @CheckReturnValue
    public LoadResultAssert and() {
        return origin;
    }

    private static double parse(String limit) {
        String share = limit.strip().toLowerCase(Locale.ROOT).replaceFirst("\\s*/\\s*h$", "");
        return Budget.parseLimit("limit", Metric.ERROR_RATE, share);
    }

    /** Where the drift is unknown its figures are no numbers, and no comparison with them holds. */
    private DriftAssert verify(boolean holds, String limit) {
        origin.verify(holds, drift.inWords() + ", limit ≤ " + limit);
        return this;
    }
}

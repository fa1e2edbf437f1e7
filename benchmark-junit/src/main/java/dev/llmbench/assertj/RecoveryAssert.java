package dev.llmbench.assertj;

import dev.llmbench.metric.Show;
import dev.llmbench.plan.Durations;
import dev.llmbench.result.Recovery;
import java.time.Duration;

/** Assertions on how long the service took to recover from a spike. Each fails where it is not known to have recovered. */
public final class RecoveryAssert {
    private final LoadResultAssert origin;
    private final Recovery recovery;

    RecoveryAssert(LoadResultAssert origin, Recovery recovery) {
        this.origin = origin;
        this.recovery = recovery;
    }

    /** Verifies that the service recovered, however long it took. */
    public RecoveryAssert isRecovered() {
        return verify(recovery.isRecovered(), "");
    }

    /** Verifies that the service recovered and took at most so long. */
    public RecoveryAssert isLessThanOrEqualTo(Duration limit) {
        boolean holds =
                recovery.time().filter(time -> time.compareTo(limit) <= 0).isPresent();
        return verify(holds, ", limit ≤ " + Show.micros(limit.toNanos() / 1e3));
    }

    /**
     * The same.
     *
     * @param limit a duration such as {@code "10s"}
     * @throws dev.llmbench.plan.ConfigurationException if the text is no duration
     */
    public RecoveryAssert isAtMost(String limit) {
        return isLessThanOrEqualTo(Durations.parse("limit", limit));
    }

    /** Goes on with other figures. */
    @CheckReturnValue
    public LoadResultAssert and() {
        return origin;
    }

    private RecoveryAssert verify(boolean holds, String limit) {
        origin.verify(holds, recovery.inWords() + limit);
        return this;
    }
}

package dev.llmbench.result;

import dev.llmbench.metric.KeptHistogram;
import java.util.Optional;

/**
 * The samples of one latency as they are kept in a file.
 *
 * <pre>{@code
 * KeptLatencies none = new KeptLatencies(Optional.empty(), Optional.empty());
 * }</pre>
 *
 * @param values as they were measured; empty if there are none
 * @param bounds the bounds of the true values; empty if they are the measured ones
 */
public record KeptLatencies(Optional<KeptHistogram> values, Optional<Bounds> bounds) {

    /**
     * The bounds of the true values.
     *
     * @param least the samples by the least that each can have been
     * @param most the samples by the most that each can have been
     */
    public record Bounds(KeptHistogram least, KeptHistogram most) {}
}

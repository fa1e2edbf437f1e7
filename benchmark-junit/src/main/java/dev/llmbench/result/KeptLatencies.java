package dev.llmbench.result;

import dev.llmbench.metric.KeptHistogram;
import java.util.Optional;

/**
 * The samples of one latency in the form in which they are saved.
 *
 * <pre>{@code
 * KeptLatencies none = new KeptLatencies(Optional.empty(), Optional.empty());
 * }</pre>
 *
 * @param values the measured values; empty if there are none
 * @param bounds the bounds of the true values; empty if these equal the measured ones
 */
public record KeptLatencies(Optional<KeptHistogram> values, Optional<Bounds> bounds) {

    /**
     * The bounds of the true values.
     *
     * @param least the lower bound of each sample
     * @param most the upper bound of each sample
     */
    public record Bounds(KeptHistogram least, KeptHistogram most) {}
}

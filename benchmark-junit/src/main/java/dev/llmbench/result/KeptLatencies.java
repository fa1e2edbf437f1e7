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
 * @param values as they were measured; empty where there is none
 * @param bounds what each can truly have been; empty where that is what was measured
 */
public record KeptLatencies(Optional<KeptHistogram> values, Optional<Bounds> bounds) {

    /**
     * The samples by what each can truly have been.
     *
     * @param least the least
     * @param most the most
     */
    public record Bounds(KeptHistogram least, KeptHistogram most) {}
}

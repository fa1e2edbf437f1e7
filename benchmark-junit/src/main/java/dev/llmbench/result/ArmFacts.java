package dev.llmbench.result;

import dev.llmbench.plan.HttpVersion;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * The engine's record of one of two endpoints, in addition to the samples.
 *
 * <pre>{@code
 * result.facts().baseline().ifPresent(baseline -> System.out.println(baseline.peakInFlight()));
 * }</pre>
 *
 * @param peakInFlight the most requests that were in flight at once
 * @param dropped requests that did not start because too many were in flight
 * @param spoken the HTTP versions that were used
 * @param reconnects requests that were sent again because the server had closed the idle connection
 */
public record ArmFacts(int peakInFlight, long dropped, Set<HttpVersion> spoken, long reconnects) {

    public ArmFacts {
        spoken = Collections.unmodifiableSet(new TreeSet<>(spoken));
    }

    /** Returns the sum of what two generators recorded about the same endpoint. */
    public ArmFacts and(ArmFacts other) {
        Set<HttpVersion> versions = new TreeSet<>(spoken);
        versions.addAll(other.spoken);
        return new ArmFacts(
                peakInFlight + other.peakInFlight, dropped + other.dropped, versions, reconnects + other.reconnects);
    }

    /** Returns a copy with facts about the connections to the endpoint. */
    public ArmFacts over(Set<HttpVersion> versions, long sentOnceMore) {
        return new ArmFacts(peakInFlight, dropped, versions, sentOnceMore);
    }
}

package dev.llmbench.result;

import dev.llmbench.plan.HttpVersion;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the engine knows of one endpoint beside its samples.
 *
 * <pre>{@code
 * result.facts().baseline().ifPresent(baseline -> System.out.println(baseline.peakInFlight()));
 * }</pre>
 *
 * @param peakInFlight the most requests that were in flight at once
 * @param dropped requests that did not start, since too many were in flight
 * @param spoken the versions of HTTP that were spoken
 * @param reconnects requests that were sent once more, since the connection that was kept alive for them had ended
 */
public record ArmFacts(int peakInFlight, long dropped, Set<HttpVersion> spoken, long reconnects) {

    public ArmFacts {
        spoken = Collections.unmodifiableSet(new TreeSet<>(spoken));
    }

    /** The same, with what the connections to the endpoint know. */
    public ArmFacts over(Set<HttpVersion> versions, long sentOnceMore) {
        return new ArmFacts(peakInFlight, dropped, versions, sentOnceMore);
    }
}

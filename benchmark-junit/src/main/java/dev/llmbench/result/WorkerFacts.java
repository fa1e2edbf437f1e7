package dev.llmbench.result;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of one of the JVMs that a load was spread over.
 *
 * <pre>{@code
 * result.facts().workers().forEach(worker -> System.out.println(worker.host() + " sent " + worker.sent()));
 * }</pre>
 *
 * @param number its number, counted from 1
 * @param host the name of its machine
 * @param version the version of this library that it runs
 * @param processors how many processors it may use
 * @param sent the requests that it sent
 * @param rows those of them whose results arrived
 * @param dropped requests that it should have sent and did not, since too many were in flight
 * @param peakInFlight the most requests that it had in flight at once
 * @param lagP99 the 99th percentile of the dispatch lag of its measured requests that ended ok, in microseconds, without the
 * time that it stood still; computed from the samples, and empty if there are none
 * @param stalls when it stood still
 * @param generator how it did, by time
 * @param clockError how far its start may have been from that of the others
 * @param drift how far its clock moved from that of the test's JVM during the run
 * @param end what ended its part of the load early, such as {@code was lost at 0:41}; empty if it carried out all of it
 */
public record WorkerFacts(
        int number,
        String host,
        String version,
        int processors,
        long sent,
        long rows,
        long dropped,
        int peakInFlight,
        OptionalDouble lagP99,
        Stalls stalls,
        GeneratorLog generator,
        Duration clockError,
        Duration drift,
        Optional<String> end) {

    public WorkerFacts {
        host = onOneLine(host);
        end = end.map(WorkerFacts::onOneLine);
    }

    /** What another machine says of itself may hold anything. */
    private static String onOneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    /** Returns how many requests were sent whose results never arrived. */
    public long rowless() {
        return Math.max(0, sent - rows);
    }

    /** Returns the longest time that it stood still, however short. */
    public Duration longestStall() {
        Duration inLog = generator.longestStall();
        return inLog.compareTo(stalls.longest()) > 0 ? inLog : stalls.longest();
    }

    WorkerFacts withLagP99(OptionalDouble micros) {
        return new WorkerFacts(
                number,
                host,
                version,
                processors,
                sent,
                rows,
                dropped,
                peakInFlight,
                micros,
                stalls,
                generator,
                clockError,
                drift,
                end);
    }
}

package dev.llmbench.result;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The facts about one of the workers that a load was spread over.
 *
 * <pre>{@code
 * result.facts().workers().forEach(worker -> System.out.println(worker.host() + " sent " + worker.sent()));
 * }</pre>
 *
 * @param number its number, counted from 1
 * @param host the name of its machine
 * @param version the version of this library that it uses
 * @param processors the number of processors that it may use
 * @param sent the number of requests that it sent
 * @param rows the number of those whose results arrived
 * @param dropped the number of requests that it did not start because too many were in flight
 * @param peakInFlight the most requests that it had in flight at once
 * @param lagP99 the 99th percentile of the dispatch lag of its measured requests that ended ok, without stalls, in
 *     microseconds; computed from the samples, and empty if there are none
 * @param stalls its stalls
 * @param generator the health of its load generator over time
 * @param clockError how far its start may have been from that of another worker
 * @param drift how far its clock drifted from that of the test's JVM during the run
 * @param end what ended its share of the load early, such as {@code was lost at 0:41}; empty if it completed its share
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

    /** Another machine may send any text. */
    private static String onOneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    /** Returns the number of its requests whose results never arrived. */
    public long rowless() {
        return Math.max(0, sent - rows);
    }

    /** Returns its longest stall, however short. */
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

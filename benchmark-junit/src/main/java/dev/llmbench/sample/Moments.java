package dev.llmbench.sample;

/**
 * The moments of one request, in whole microseconds since the start of the run, as precise as the CSV. A moment that
 * never occurred is {@link #ABSENT}.
 *
 * <pre>{@code
 * RequestsCsv.reader(Path.of("requests.csv")).replay(sample -> System.out.println(sample.at().firstToken()));
 * }</pre>
 *
 * @param scheduled when the load plan wanted the request to start
 * @param dispatched when the engine handed the request to the transport
 * @param connect a length of time rather than a moment: name look-up, TCP and TLS of a connection that this request
 *     waited for
 * @param sent when the first byte of the request was given to the socket
 * @param headers when the response head arrived
 * @param firstEvent when the first server-sent event of any kind arrived
 * @param firstReasoning when the first event with reasoning text arrived
 * @param firstContent when the first event with output other than reasoning arrived
 * @param lastToken when the last event with output arrived
 * @param end when the response was complete, or the request failed or was cut off
 * @param delays how much earlier the moments may have been
 */
public record Moments(
        long scheduled,
        long dispatched,
        long connect,
        long sent,
        long headers,
        long firstEvent,
        long firstReasoning,
        long firstContent,
        long lastToken,
        long end,
        Delays delays) {

    /** Stands for a moment that never occurred or for a length that does not exist. */
    public static final long ABSENT = -1;

    public Moments {
        if (scheduled < 0 || end < scheduled) {
            throw new IllegalArgumentException(
                    "A request must be scheduled at or after the start of the run and end later: " + scheduled + " µs, "
                            + end + " µs");
        }
    }

    /** Returns a builder for the moments of a request that the load plan scheduled at the given time. */
    public static MomentsBuilder scheduledAt(long scheduled) {
        return new MomentsBuilder(scheduled);
    }

    /** Returns a builder that starts with these moments. */
    public MomentsBuilder toBuilder() {
        return new MomentsBuilder(this);
    }

    /** Returns the earlier of the first reasoning and the first content. */
    public long firstToken() {
        if (firstReasoning == ABSENT) {
            return firstContent;
        }
        return firstContent == ABSENT ? firstReasoning : Math.min(firstReasoning, firstContent);
    }

    /** Returns the time between two moments; {@link #ABSENT} if either is absent. */
    static long between(long from, long to) {
        return from == ABSENT || to == ABSENT ? ABSENT : Math.max(0, to - from);
    }
}

package dev.llmbench.sample;

/**
 * The delays that the load generator may have added to one request: how much earlier each moment may really have been,
 * in whole microseconds. They can only lengthen a latency, since each latency starts with a timestamp taken before the
 * request is written. 0 means less than a millisecond.
 *
 * <pre>{@code
 * RequestsCsv.reader(Path.of("requests.csv")).replay(sample -> System.out.println(sample.at().delays().first()));
 * }</pre>
 *
 * @param connect the delay while its connection was opened
 * @param sent the part of its dispatch lag that lies in stalls
 * @param headers the delay of the response head
 * @param first the delay of the first token
 * @param content the delay of the first output other than reasoning
 * @param last the delay of the last token
 * @param end the delay of its end
 */
public record Delays(long connect, long sent, long headers, long first, long content, long last, long end) {

    /** No delays. */
    public static final Delays NONE = new Delays(0, 0, 0, 0, 0, 0, 0);

    /** Shorter delays count as none, since they also occur on an idle machine. */
    private static final long LEAST_NANOS = 1_000_000;

    public Delays {
        // The result is negative if any of them is.
        if ((connect | sent | headers | first | content | last | end) < 0) {
            throw new IllegalArgumentException("A delay must not be negative");
        }
    }

    /** Returns delays in microseconds; {@link #NONE} itself if all are 0. */
    public static Delays of(long connect, long sent, long headers, long first, long content, long last, long end) {
        boolean none = (connect | sent | headers | first | content | last | end) == 0;
        return none ? NONE : new Delays(connect, sent, headers, first, content, last, end);
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /** Converts a delay from nanoseconds to microseconds, rounded up, and to 0 if it is less than a millisecond. */
    public static long micros(long nanos) {
        return nanos < LEAST_NANOS ? 0 : (nanos + 999) / 1_000;
    }

    /** Returns the delay between the plan's schedule and the first byte sent. */
    public long beforeSent() {
        return connect + sent;
    }

    /** Returns how much earlier the request might have ended if it had been sent and received without delay. */
    public long total() {
        return beforeSent() + end;
    }
}

package dev.llmbench.sample;

/**
 * The delays that the load generator may have added to one request: how much earlier each moment may really have been, in whole
 * microseconds. They can only lengthen a latency, since each latency starts with a stamp taken before the request is written. 0
 * stands for less than a millisecond.
 *
 * <pre>{@code
 * RequestsCsv.reader(Path.of("requests.csv")).replay(sample -> System.out.println(sample.at().delays().first()));
 * }</pre>
 *
 * @param connect how much of opening its connection may have been
 * @param sent how much of its dispatch lag lies in stalls
 * @param headers of the response head
 * @param first of the first token
 * @param content of the first output other than reasoning
 * @param last of the last token
 * @param end of its end
 */
public record Delays(long connect, long sent, long headers, long first, long content, long last, long end) {

    /** Nothing added. */
    public static final Delays NONE = new Delays(0, 0, 0, 0, 0, 0, 0);

    /** Shorter delays count as none, since they occur on an idle machine too. */
    private static final long LEAST_NANOS = 1_000_000;

    public Delays {
        // The sign bit of any of them survives the or.
        if ((connect | sent | headers | first | content | last | end) < 0) {
            throw new IllegalArgumentException("A delay is not negative");
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

    /** Converts a delay from nanoseconds to the microseconds kept: rounded up, and 0 below a millisecond. */
    public static long micros(long nanos) {
        return nanos < LEAST_NANOS ? 0 : (nanos + 999) / 1_000;
    }

    /** The delay between the plan's schedule and the first byte sent. */
    public long beforeSent() {
        return connect + sent;
    }

    /** How much earlier the request might have ended if it had been sent and received at once. */
    public long total() {
        return beforeSent() + end;
    }
}

package dev.llmbench.sample;

/**
 * How much of one request's times may be the generator's own: how much earlier each moment may truly have been, in whole
 * microseconds. The generator's delay can only add to a latency, since each begins with a stamp that is taken before the
 * request is written. 0 stands for less than a millisecond.
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

    /** Shorter ones count as none: a quiet machine delays a stamp by as much. */
    private static final long LEAST_NANOS = 1_000_000;

    public Delays {
        // The sign bit of any shows in all of them together.
        if ((connect | sent | headers | first | content | last | end) < 0) {
            throw new IllegalArgumentException("A delay is not negative");
        }
    }

    /** Of these microseconds; {@link #NONE} itself where all are 0. */
    public static Delays of(long connect, long sent, long headers, long first, long content, long last, long end) {
        boolean none = (connect | sent | headers | first | content | last | end) == 0;
        return none ? NONE : new Delays(connect, sent, headers, first, content, last, end);
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /** A delay in microseconds as it is kept, of one in nanoseconds: rounded up, and 0 below a millisecond. */
    public static long micros(long nanos) {
        return nanos < LEAST_NANOS ? 0 : (nanos + 999) / 1_000;
    }

    /** The delay between the plan's schedule and the first byte sent. */
    public long beforeSent() {
        return connect + sent;
    }

    /** How much earlier the request may have ended, had it been sent and received at once. */
    public long total() {
        return beforeSent() + end;
    }
}

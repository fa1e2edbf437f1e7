package dev.llmbench.result;

import dev.llmbench.sample.Stall;
import java.util.ArrayList;
import java.util.List;

/**
 * The time of a run that no stall of the generator affects. The requests that a stall holds back are sent as a burst
 * and queue at the server. Requests are therefore left out if they are scheduled at most one usual latency before a
 * stall, or at most six times its length, but at least a second, after it. This depends only on their schedule, not on
 * how long they took, so the rest is a fair sample.
 *
 * <pre>{@code
 * QuietTime quiet = new QuietTime(result.facts().stalls().each(), 10_000, 300_000);
 * boolean counts = quiet.contains(12_500_000);
 * }</pre>
 */
public final class QuietTime {
    /** A backlog of s seconds takes s ρ / (1 - ρ) to clear: enough for a server at 86 % of its capacity. */
    private static final long LENGTHS_AFTER = 6;

    private static final long LEAST_AFTER_MICROS = 1_000_000;

    /** Pairs of a start and an exclusive end, in order and without overlaps. */
    private final List<long[]> disturbed = new ArrayList<>();

    /**
     * Creates the quiet time between stalls.
     *
     * @param stalls the stalls, in order
     * @param toleranceMicros stalls shorter than this disturb nothing
     * @param beforeMicros a stall disturbs requests that were scheduled up to this long before it
     */
    public QuietTime(List<Stall> stalls, long toleranceMicros, long beforeMicros) {
        for (Stall stall : stalls) {
            if (stall.micros() > toleranceMicros) {
                disturb(
                        Math.max(0, stall.fromMicros() - beforeMicros),
                        stall.toMicros() + Math.max(LEAST_AFTER_MICROS, LENGTHS_AFTER * stall.micros()));
            }
        }
    }

    private void disturb(long from, long to) {
        long begin = from;
        long end = to;
        while (!disturbed.isEmpty() && last()[1] >= begin) {
            begin = Math.min(begin, last()[0]);
            end = Math.max(end, last()[1]);
            disturbed.remove(disturbed.size() - 1);
        }
        disturbed.add(new long[] {begin, end});
    }

    private long[] last() {
        return disturbed.get(disturbed.size() - 1);
    }

    /** Returns whether the quiet time includes a request scheduled at the given time. */
    public boolean contains(long micros) {
        return quietMicros(micros, micros + 1) == 1;
    }

    /** Returns how much of the time between two moments is quiet. */
    public long quietMicros(long from, long to) {
        int low = 0;
        int high = disturbed.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (disturbed.get(middle)[1] <= from) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        long quiet = to - from;
        for (int i = low; i < disturbed.size() && disturbed.get(i)[0] < to; i++) {
            quiet -=
                    Math.min(to, disturbed.get(i)[1]) - Math.max(from, disturbed.get(i)[0]);
        }
        return quiet;
    }
}

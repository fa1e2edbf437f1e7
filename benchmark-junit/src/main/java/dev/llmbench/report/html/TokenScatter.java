package dev.llmbench.report.html;

import dev.llmbench.metric.Metric;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * TTFT against the length of the prompt: a uniform random sample of the requests that have both (Vitter's algorithm R), all
 * of them where there are no more than it holds.
 */
final class TokenScatter implements SampleSink {
    static final int MOST = 2_000;

    /** One request. */
    record Point(int promptTokens, long ttftMicros) {}

    /** The same sample each time that a run is read. */
    private static final long SEED = 1;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<Point> points = new ArrayList<>();
    private long seen;

    @Override
    public void accept(RequestSample sample) {
        long ttft = Metric.TTFT.of(sample);
        if (sample.outcome() != Outcome.OK
                || ttft == Moments.ABSENT
                || sample.tokens().prompt() < 0) {
            return;
        }
        seen++;
        if (points.size() < MOST) {
            points.add(new Point(sample.tokens().prompt(), ttft));
            return;
        }
        long place = random.nextLong(seen);
        if (place < MOST) {
            points.set((int) place, new Point(sample.tokens().prompt(), ttft));
        }
    }

    List<Point> points() {
        return List.copyOf(points);
    }

    /** Of how many requests the points are a sample. */
    long seen() {
        return seen;
    }
}

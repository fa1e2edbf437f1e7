package dev.llmbench.report.html;

import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The requests that ended ok and took longest from the first byte sent to the end. */
final class SlowestRequests implements SampleSink {
    static final int MOST = 20;

    private static final Comparator<RequestSample> BY_E2E = Comparator.comparingLong(RequestSample::e2e);

    private final PriorityQueue<RequestSample> slowest = new PriorityQueue<>(MOST + 1, BY_E2E);

    @Override
    public void accept(RequestSample sample) {
        if (sample.outcome() != Outcome.OK) {
            return;
        }
        RequestSample quickest = slowest.peek();
        if (slowest.size() < MOST || (quickest != null && quickest.e2e() < sample.e2e())) {
            slowest.add(sample);
            if (slowest.size() > MOST) {
                slowest.poll();
            }
        }
    }

    /** The slowest first. */
    List<RequestSample> inOrder() {
        return slowest.stream()
                .sorted(BY_E2E.reversed().thenComparing(sample -> sample.at().scheduled()))
                .toList();
    }
}

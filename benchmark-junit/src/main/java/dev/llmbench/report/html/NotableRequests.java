package dev.llmbench.report.html;

import dev.llmbench.metric.Metric;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Collects single requests for a report during the run, in little memory: a random sample for a scatter plot, the
 * slowest requests, and samples of errors. Only needs a few comparisons per request. Not thread-safe.
 */
public final class NotableRequests implements SampleSink {
    private final TokenScatter scatter = new TokenScatter();
    private final SlowestRequests slowest = new SlowestRequests();
    private final ErrorSamples errors = new ErrorSamples();

    @Override
    public void accept(RequestSample sample) {
        if (sample.phase() == Phase.MEASURED) {
            scatter.accept(sample);
            slowest.accept(sample);
            errors.accept(sample);
        }
    }

    TokenScatter scatter() {
        return scatter;
    }

    SlowestRequests slowest() {
        return slowest;
    }

    ErrorSamples errors() {
        return errors;
    }

    /**
     * TTFT against the length of the prompt: a uniform random sample of the requests that have both (Vitter's algorithm R), or all
     * of them if they fit.
     */
    static final class TokenScatter implements SampleSink {
        static final int MOST = 2_000;

        /** A request in the scatter plot. */
        record Point(int promptTokens, long ttftMicros) {}

        /** A fixed seed gives the same sample each time that a run is read. */
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

        /** Returns the number of requests that the points are a sample of. */
        long seen() {
            return seen;
        }
    }

    /** The ok requests with the longest time from the first byte sent to the end. */
    static final class SlowestRequests implements SampleSink {
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

        /** Returns the requests, slowest first. */
        List<RequestSample> inOrder() {
            return slowest.stream()
                    .sorted(BY_E2E.reversed()
                            .thenComparing(sample -> sample.at().scheduled()))
                    .toList();
        }
    }

    /** For each kind of error, the first few distinct messages, each with its count and times. */
    static final class ErrorSamples implements SampleSink {
        private static final int MOST_OF_A_KIND = 5;

        /**
         * An error message.
         *
         * @param message the message of the server or the client
         * @param count the number of requests that ended with it
         * @param first when the first of them ended, in microseconds since the start of the run
         * @param last when the last of them ended
         * @param id the {@code x-request-id} of the first
         */
        record Seen(String message, long count, long first, long last, String id) {

            private Seen again(long end) {
                return new Seen(message, count + 1, Math.min(first, end), Math.max(last, end), id);
            }
        }

        /**
         * A kind of error.
         *
         * @param messages the first distinct messages
         * @param others the number of requests that ended with other messages
         */
        record Kind(Outcome outcome, List<Seen> messages, long others) {}

        private final Map<Outcome, Map<String, Seen>> seen = new EnumMap<>(Outcome.class);
        private final Map<Outcome, Long> others = new EnumMap<>(Outcome.class);

        @Override
        public void accept(RequestSample sample) {
            if (!sample.outcome().isError()) {
                return;
            }
            String message = sample.error() == null ? "" : sample.error();
            long end = sample.at().end();
            Map<String, Seen> ofKind = seen.computeIfAbsent(sample.outcome(), kind -> new LinkedHashMap<>());
            Seen before = ofKind.get(message);
            if (before != null) {
                ofKind.put(message, before.again(end));
            } else if (ofKind.size() < MOST_OF_A_KIND) {
                ofKind.put(message, new Seen(message, 1, end, end, sample.id()));
            } else {
                others.merge(sample.outcome(), 1L, Long::sum);
            }
        }

        /** Returns the kinds in the order of the outcomes. */
        List<Kind> kinds() {
            return seen.entrySet().stream()
                    .map(kind -> new Kind(
                            kind.getKey(),
                            List.copyOf(kind.getValue().values()),
                            others.getOrDefault(kind.getKey(), 0L)))
                    .toList();
        }
    }
}

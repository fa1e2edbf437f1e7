package dev.llmbench.report.html;

import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** For each kind of error the first few messages that differ, each with how often and when it came. */
final class ErrorSamples implements SampleSink {
    private static final int MOST_OF_A_KIND = 5;

    /**
     * One message.
     *
     * @param message as the server or the client gave it
     * @param count how many requests ended with it
     * @param first when the first of them ended, in microseconds from the start of the run
     * @param last when the last of them did
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
     * @param messages the first that differ
     * @param others how many requests ended with a message other than these
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

    /** In the order of the outcomes. */
    List<Kind> kinds() {
        return seen.entrySet().stream()
                .map(kind -> new Kind(
                        kind.getKey(), List.copyOf(kind.getValue().values()), others.getOrDefault(kind.getKey(), 0L)))
                .toList();
    }
}

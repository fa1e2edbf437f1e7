package dev.llmbench.result;

import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An error and how often it happened.
 *
 * <pre>{@code
 * result.commonestErrors().forEach(error -> System.err.println(error.count() + " x " + error.message()));
 * }</pre>
 *
 * @param outcome the kind of error
 * @param message its text, truncated and with secrets masked
 * @param count the number of requests that ended with it
 */
public record ErrorCount(Outcome outcome, String message, long count) {

    /** Counts errors by kind and text. Distinguishes only a limited number of texts. */
    static final class Collector {
        private static final int MOST_TEXTS = 500;
        private static final int REPORTED = 10;

        private record Text(Outcome outcome, String message) {}

        private final Map<Text, Long> counts = new HashMap<>();

        void add(RequestSample sample) {
            String message = sample.error() == null ? "" : sample.error();
            Text text = new Text(sample.outcome(), message);
            if (!counts.containsKey(text) && counts.size() >= MOST_TEXTS) {
                text = new Text(sample.outcome(), "(other messages)");
            }
            counts.merge(text, 1L, Long::sum);
        }

        List<ErrorCount> commonest() {
            return counts.entrySet().stream()
                    .map(entry -> new ErrorCount(
                            entry.getKey().outcome(), entry.getKey().message(), entry.getValue()))
                    .sorted(Comparator.comparingLong(ErrorCount::count)
                            .reversed()
                            .thenComparing(ErrorCount::outcome)
                            .thenComparing(ErrorCount::message))
                    .limit(REPORTED)
                    .toList();
        }
    }
}

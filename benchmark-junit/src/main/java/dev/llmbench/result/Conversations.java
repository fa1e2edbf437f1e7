package dev.llmbench.result;

import dev.llmbench.metric.Distribution;
import dev.llmbench.sample.ConversationEnd;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How the conversations of a run ended, except those that began in the warm-up.
 *
 * <pre>{@code
 * result.conversations().ifPresent(conversations -> System.out.println(conversations));
 * }</pre>
 *
 * @param ends the number of conversations by how they ended
 * @param duration the durations of complete conversations, from the first byte sent in the first turn to the end of the
 *     last response, including think time
 * @param requestTime the request times of complete conversations, the sum of the E2E latencies of all turns, without think time
 * @param meanTurns the mean number of turns of a complete conversation; empty if none is complete
 */
public record Conversations(
        Map<ConversationEnd, Long> ends, Distribution duration, Distribution requestTime, OptionalDouble meanTurns) {

    public Conversations {
        Map<ConversationEnd, Long> inOrder = new EnumMap<>(ConversationEnd.class);
        inOrder.putAll(ends);
        ends = Collections.unmodifiableMap(inOrder);
    }

    /** Returns how many conversations ended in the given way. */
    public long count(ConversationEnd end) {
        return ends.getOrDefault(end, 0L);
    }

    /** Returns the number of all conversations, including the unfinished ones. */
    public long count() {
        return ends.values().stream().mapToLong(Long::longValue).sum();
    }
}

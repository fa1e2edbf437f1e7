package dev.llmbench.result;

import dev.llmbench.metric.Distribution;
import dev.llmbench.sample.ConversationEnd;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What came of the conversations of a run. Those that began in the warm-up are not among them.
 *
 * <pre>{@code
 * result.conversations().ifPresent(conversations -> System.out.println(conversations));
 * }</pre>
 *
 * @param ends how many ended so
 * @param duration of those that are complete: from the first byte sent of the first turn to the end of the last response,
 * think time in between included
 * @param requestTime of those that are complete: the E2E latencies of all their turns together, think time left out
 * @param meanTurns how many turns a complete conversation had on average; empty where none is complete
 */
public record Conversations(
        Map<ConversationEnd, Long> ends, Distribution duration, Distribution requestTime, OptionalDouble meanTurns) {

    public Conversations {
        Map<ConversationEnd, Long> inOrder = new EnumMap<>(ConversationEnd.class);
        inOrder.putAll(ends);
        ends = Collections.unmodifiableMap(inOrder);
    }

    /** How many ended so. */
    public long count(ConversationEnd end) {
        return ends.getOrDefault(end, 0L);
    }

    /** How many there were in all, the unfinished ones among them. */
    public long count() {
        return ends.values().stream().mapToLong(Long::longValue).sum();
    }
}

package dev.llmbench.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.metric.Metric;
import dev.llmbench.result.Conversations;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import dev.llmbench.sample.ConversationEnd;
import org.jspecify.annotations.Nullable;

/** What came of conversations, and what was measured of each of their turns. */
final class ConversationsJson {
    private static final int DECIMALS = 3;

    private ConversationsJson() {}

    /** Null where the test runs none. */
    static @Nullable ObjectNode of(LoadResult result) {
        Conversations conversations = result.conversations().orElse(null);
        if (conversations == null) {
            return null;
        }
        ObjectNode json = JsonFormat.object().put("count", conversations.count());
        for (ConversationEnd end : ConversationEnd.values()) {
            json.put(end.word(), conversations.count(end));
        }
        json.put("mean_turns", JsonFormat.decimal(conversations.meanTurns(), DECIMALS));
        json.set("duration_ms", LatencyJson.of(conversations.duration()));
        json.set("request_time_ms", LatencyJson.of(conversations.requestTime()));
        ArrayNode turns = json.putArray("turns");
        result.turns().forEach(turn -> turns.add(turn(turn)));
        return json;
    }

    private static ObjectNode turn(Measurement measured) {
        ObjectNode json = JsonFormat.object()
                .put("turn", measured.scope().turn().orElse(0))
                .put("description", measured.scope().description())
                .put("ok", measured.ok())
                .put("errors", measured.errors())
                .put("interrupted", measured.interrupted());
        SummaryJson.addRates(json, measured);
        ObjectNode latencies = json.putObject("latencies_ms");
        for (Metric metric : Metric.values()) {
            if (metric.isLatency() && metric != Metric.CHUNK_GAP) {
                latencies.set(metric.key(), LatencyJson.of(measured.latency(metric)));
            }
        }
        return json;
    }
}

package dev.llmbench.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.metric.Metric;
import dev.llmbench.report.RunLines;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.Conversations;
import dev.llmbench.result.Drift;
import dev.llmbench.result.ExclusionReason;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Recovery;
import dev.llmbench.result.TpotByDifference;
import dev.llmbench.sample.ConversationEnd;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The breakpoint, recovery, drift, TPOT by two lengths and conversations in summary.json. */
final class FindingsJson {
    private static final int DECIMALS = 6;

    private FindingsJson() {}

    static ObjectNode breakpoint(Breakpoint found) {
        ObjectNode json = JsonFormat.object()
                .put("unit", found.model().isOpen() ? "requests/s" : "users")
                .put("held", JsonFormat.decimal(found.held(), DECIMALS))
                .put("broke", JsonFormat.decimal(found.broke(), DECIMALS))
                .put("cause", found.cause().orElse(null))
                .put("text", found.inWords());
        ArrayNode levels = json.putArray("levels");
        for (Breakpoint.Level level : found.levels()) {
            levels.addObject()
                    .put("level", JsonFormat.decimal(level.level(), DECIMALS))
                    .put("from_ms", JsonFormat.millis(level.from()))
                    .put("to_ms", JsonFormat.millis(level.to()))
                    .put("finding", level.finding().name().toLowerCase(Locale.ROOT))
                    .put("cause", level.cause().isEmpty() ? null : level.cause());
        }
        return json;
    }

    static ObjectNode recovery(Recovery recovery) {
        return JsonFormat.object()
                .put("metric", recovery.rule().metric().key())
                .put("first_stage", recovery.firstStage())
                .put("last_stage", recovery.lastStage())
                .put("p95_before_ms", JsonFormat.millis(recovery.levelBefore()))
                .put("margin", recovery.rule().margin())
                .put("time_ms", recovery.time().map(JsonFormat::millis).orElse(null))
                .put("text", recovery.inWords());
    }

    /** Returns the drift of each reported metric; null if unknown. */
    static ObjectNode drift(LoadResult result) {
        ObjectNode json = JsonFormat.object();
        for (Metric metric : RunLines.DRIFTING) {
            Drift drift = result.drift(metric);
            json.set(metric.key(), drift.unknown().isPresent() ? json.nullNode() : drift(drift));
        }
        return json;
    }

    private static ObjectNode drift(Drift drift) {
        return JsonFormat.object()
                .put("per_hour", JsonFormat.decimal(drift.perHour(), DECIMALS))
                .put("lower", JsonFormat.decimal(drift.lower(), DECIMALS))
                .put("upper", JsonFormat.decimal(drift.upper(), DECIMALS))
                .put("windows", drift.windows())
                .put("window_ms", JsonFormat.millis(drift.window()))
                .put("text", drift.inWords());
    }

    /** Returns TPOT by two lengths, for the run and its stages; null if the test does not measure it. */
    static @Nullable ObjectNode tpotByDifference(LoadResult result) {
        ObjectNode json = result.tpotByDifference().map(FindingsJson::measured).orElse(null);
        if (json != null) {
            ArrayNode stages = json.putArray("stages");
            for (int stage = 1; stage <= result.stages().size(); stage++) {
                result.tpotByDifference(stage).ifPresent(measured -> stages.add(measured(measured)));
            }
        }
        return json;
    }

    private static ObjectNode measured(TpotByDifference tpot) {
        ObjectNode json = JsonFormat.object()
                .put("difference", tpot.difference())
                .put("pairs", tpot.pairs())
                .put("mean_ms", JsonFormat.decimal(millis(tpot.micros()), DECIMALS))
                .put("standard_error_ms", JsonFormat.decimal(millis(tpot.standardError()), DECIMALS));
        json.putArray("ci95_ms")
                .add(JsonFormat.decimal(millis(tpot.interval().lower()), DECIMALS))
                .add(JsonFormat.decimal(millis(tpot.interval().upper()), DECIMALS));
        ObjectNode leftOut = json.putObject("left_out");
        for (ExclusionReason why : ExclusionReason.values()) {
            leftOut.put(why.word(), tpot.leftOut().getOrDefault(why, 0L));
        }
        return json.put("text", tpot.inWords());
    }

    private static OptionalDouble millis(OptionalDouble micros) {
        return micros.isPresent() ? OptionalDouble.of(micros.getAsDouble() / 1_000) : micros;
    }

    /** Returns the conversations and each of their turns; null if the test has none. */
    static @Nullable ObjectNode conversations(LoadResult result) {
        Conversations conversations = result.conversations().orElse(null);
        if (conversations == null) {
            return null;
        }
        ObjectNode json = JsonFormat.object().put("count", conversations.count());
        for (ConversationEnd end : ConversationEnd.values()) {
            json.put(end.word(), conversations.count(end));
        }
        json.put("mean_turns", JsonFormat.decimal(conversations.meanTurns(), 3));
        json.set("duration_ms", MeasurementJson.latency(conversations.duration()));
        json.set("request_time_ms", MeasurementJson.latency(conversations.requestTime()));
        ArrayNode turns = json.putArray("turns");
        result.turns().forEach(turn -> turns.add(MeasurementJson.ofTurn(turn)));
        return json;
    }
}

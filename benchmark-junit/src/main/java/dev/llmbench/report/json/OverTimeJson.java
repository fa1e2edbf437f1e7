package dev.llmbench.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.metric.Metric;
import dev.llmbench.report.RunLines;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.Drift;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Recovery;
import java.util.Locale;
import java.util.OptionalDouble;

/** What only shows over the time of a run: where it broke, how it recovered, how it drifted. */
public final class OverTimeJson {
    private static final int DECIMALS = 6;

    private OverTimeJson() {}

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
                    .put("level", JsonFormat.decimal(OptionalDouble.of(level.level()), DECIMALS))
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

    /** The drift of each figure that is worth a look, null where it cannot be told. */
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
                .put("per_hour", JsonFormat.decimal(OptionalDouble.of(drift.perHour()), DECIMALS))
                .put("lower", JsonFormat.decimal(OptionalDouble.of(drift.lower()), DECIMALS))
                .put("upper", JsonFormat.decimal(OptionalDouble.of(drift.upper()), DECIMALS))
                .put("windows", drift.windows())
                .put("window_ms", JsonFormat.millis(drift.window()))
                .put("text", drift.inWords());
    }
}

package dev.llmbench.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.result.ExclusionReason;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.TpotByDifference;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** TPOT measured by two lengths. */
final class TpotByDifferenceJson {
    /** A mean of differences is finer than the moments that it comes from. */
    private static final int DECIMALS = 6;

    private static final double MILLI = 1_000;

    private TpotByDifferenceJson() {}

    /** The run and its stages, null where the test does not measure it so. */
    static @Nullable ObjectNode result(LoadResult result) {
        ObjectNode json =
                result.tpotByDifference().map(TpotByDifferenceJson::measured).orElse(null);
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
        return micros.isPresent() ? OptionalDouble.of(micros.getAsDouble() / MILLI) : micros;
    }
}

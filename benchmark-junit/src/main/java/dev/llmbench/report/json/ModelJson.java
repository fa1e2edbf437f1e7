package dev.llmbench.report.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.ModelFigure;
import dev.llmbench.plan.ModelProfile;
import dev.llmbench.result.Measurement;
import org.jspecify.annotations.Nullable;

/** What is known of the model and its hardware, and how much of it was used. */
final class ModelJson {
    private static final int SHARE_DECIMALS = 6;
    private static final int COUNT_DECIMALS = 3;

    private ModelJson() {}

    /** The profile with a null for each figure that is not known; null where the plan has none. */
    static @Nullable ObjectNode profile(LoadPlan plan) {
        return plan.modelProfile().map(ModelJson::profile).orElse(null);
    }

    private static ObjectNode profile(ModelProfile profile) {
        ObjectNode json = JsonFormat.object().put("name", profile.name());
        for (ModelFigure figure : ModelFigure.values()) {
            json.put(figure.key(), profile.figures().get(figure));
        }
        return json;
    }

    static void addUse(ObjectNode json, Measurement measured) {
        json.put("mbu", JsonFormat.decimal(measured.value(Metric.MBU, Statistic.VALUE), SHARE_DECIMALS))
                .put("mtu", JsonFormat.decimal(measured.value(Metric.MTU, Statistic.VALUE), SHARE_DECIMALS))
                .put("decoding_streams", JsonFormat.decimal(measured.decodingStreams(), COUNT_DECIMALS))
                .put("decoding_stream_tokens", JsonFormat.decimal(measured.decodingStreamLength(), COUNT_DECIMALS));
    }
}

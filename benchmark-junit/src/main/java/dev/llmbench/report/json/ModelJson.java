package dev.llmbench.report.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.ModelFigure;
import dev.llmbench.plan.ModelProfile;
import dev.llmbench.result.Measurement;
import java.util.EnumMap;
import java.util.Map;

/** What is known of the model and its hardware, and how much of it was used. */
final class ModelJson {
    private static final int SHARE_DECIMALS = 6;
    private static final int COUNT_DECIMALS = 3;

    private ModelJson() {}

    /** The profile, with a null for each figure that is not known. */
    static ObjectNode of(ModelProfile profile) {
        ObjectNode json = JsonFormat.object().put("name", profile.name());
        for (ModelFigure figure : ModelFigure.values()) {
            json.put(figure.key(), profile.figures().get(figure));
        }
        return json;
    }

    static ModelProfile profile(ObjectNode json) {
        Map<ModelFigure, Double> figures = new EnumMap<>(ModelFigure.class);
        for (ModelFigure figure : ModelFigure.values()) {
            if (json.path(figure.key()).isNumber()) {
                figures.put(figure, json.path(figure.key()).doubleValue());
            }
        }
        return new ModelProfile(json.path("name").asText(), figures);
    }

    static void addUse(ObjectNode json, Measurement measured) {
        json.put("mbu", JsonFormat.decimal(measured.value(Metric.MBU, Statistic.VALUE), SHARE_DECIMALS))
                .put("mtu", JsonFormat.decimal(measured.value(Metric.MTU, Statistic.VALUE), SHARE_DECIMALS))
                .put("decoding_streams", JsonFormat.decimal(measured.decodingStreams(), COUNT_DECIMALS))
                .put("decoding_stream_tokens", JsonFormat.decimal(measured.decodingStreamLength(), COUNT_DECIMALS));
    }
}

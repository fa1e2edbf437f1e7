package dev.llmbench.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads profiles of models and accelerators from JSON. */
final class ModelProfileJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final String MODEL = "model";
    private static final String ACCELERATOR = "accelerator";
    private static final String DEVICES = "devices";
    private static final List<String> NAMES = List.of(MODEL, ACCELERATOR, DEVICES);

    private ModelProfileJson() {}

    static ModelProfile read(String name, String json) {
        ObjectNode fields = object(name, json);
        Map<ModelFigure, Double> own = figures(name, fields);
        if (NAMES.stream().noneMatch(fields::has)) {
            return new ModelProfile(name, own);
        }
        return ModelProfile.ready(
                        text(name, fields, MODEL), text(name, fields, ACCELERATOR), devices(name, fields.get(DEVICES)))
                .with(own);
    }

    static ObjectNode object(String name, String json) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw mistake(name, "is not JSON: " + e.getOriginalMessage() + ". Write a JSON object.");
        }
        throw mistake(
                name,
                "is not a JSON object. Write for example {\"parameters\": 8.03e9," + " \"bytes_per_parameter\": 2}.");
    }

    /** Reads all fields except the names of predefined figures; a null counts as absent. */
    static Map<ModelFigure, Double> figures(String name, ObjectNode fields) {
        Map<ModelFigure, Double> figures = new EnumMap<>(ModelFigure.class);
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (!NAMES.contains(field.getKey()) && !field.getValue().isNull()) {
                figures.put(figure(name, field.getKey()), number(name, field.getKey(), field.getValue()));
            }
        }
        return figures;
    }

    private static ModelFigure figure(String name, String key) {
        return Stream.of(ModelFigure.values())
                .filter(figure -> figure.key().equals(key))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> known = new ArrayList<>(NAMES);
                    Stream.of(ModelFigure.values()).map(ModelFigure::key).forEach(known::add);
                    return mistake(
                            name,
                            "has an unknown field \"" + key + "\". Did you mean " + Suggestion.to(key, known) + "?");
                });
    }

    private static double number(String name, String key, JsonNode node) {
        JsonNode value = node.isObject() ? node.path("value") : node;
        if (!value.isNumber()) {
            throw mistake(
                    name,
                    "has a " + key + " that is not a number: " + node + ". Write a number, or {\"value\": 2,"
                            + " \"source\":"
                            + " \"https://...\"}.");
        }
        return value.doubleValue();
    }

    private static String text(String name, ObjectNode fields, String key) {
        JsonNode node = fields.path(key);
        if (node.isMissingNode() || node.isNull()) {
            return "";
        }
        if (!node.isTextual()) {
            throw mistake(name, "has a " + key + " that is not a string: " + node + ". Write its name in quotes.");
        }
        return node.textValue();
    }

    private static int devices(String name, JsonNode node) {
        if (node == null || node.isNull()) {
            return 1;
        }
        if (!node.canConvertToInt() || !node.isIntegralNumber()) {
            throw mistake(name, "has devices that are not a whole number: " + node + ". Write for example 2.");
        }
        return node.intValue();
    }

    private static ConfigurationException mistake(String name, String what) {
        return ConfigurationException.saying("modelProfile: " + name + " " + what);
    }
}

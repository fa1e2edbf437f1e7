package dev.llmbench.junit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmbench.junit.Overrides.Given;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Durations;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Parses stages from annotations and from k6's JSON. */
final class Stages {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final Set<String> FIELDS = Set.of("target", "duration");
    private static final int MOST_DIGITS = 30;

    private Stages() {}

    static List<dev.llmbench.plan.Stage> of(Stage[] stages) {
        return Stream.of(stages)
                .map(stage -> new dev.llmbench.plan.Stage(
                        stage.target(), Durations.parse("stages.duration", stage.duration())))
                .toList();
    }

    /** Parses {@code [{"target": 10, "duration": "30s"}]}; a number as a duration is in milliseconds, as in k6. */
    static List<dev.llmbench.plan.Stage> parse(String name, String text) {
        List<dev.llmbench.plan.Stage> stages = new ArrayList<>();
        for (JsonNode stage : array(name, text)) {
            stages.add(stage(name, text, stage));
        }
        return stages;
    }

    /** Requires that the stages of an override include those to which budgets apply. */
    static void requireStagesOf(List<dev.llmbench.plan.Budget> budgets, Given override) {
        int given = parse(override.name(), override.text()).size();
        budgets.stream()
                .flatMapToInt(budget -> budget.stage().stream())
                .filter(stage -> given > 0 && stage > given)
                .findFirst()
                .ifPresent(stage -> {
                    throw ConfigurationException.of(
                            "budgets.stage",
                            stage,
                            override.name() + " replaces the stages of the test and has only " + given
                                    + (given == 1 ? " stage" : " stages"),
                            "Add the stages that the budgets need, or also override the budgets with"
                                    + " llmbench.budgets");
                });
    }

    private static JsonNode array(String name, String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isArray()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw malformed(name, text, "this is not JSON: " + e.getOriginalMessage());
        }
        throw malformed(name, text, "stages are a JSON array");
    }

    private static dev.llmbench.plan.Stage stage(String name, String text, JsonNode stage) {
        JsonNode target = stage.path("target");
        JsonNode duration = stage.path("duration");
        if (!target.isNumber() || !(duration.isTextual() || duration.isNumber())) {
            throw malformed(name, text, "a stage is an object with a numeric target and a duration");
        }
        stage.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw malformed(name, text, "a stage has no " + field);
            }
        });
        return new dev.llmbench.plan.Stage(target.asDouble(), Durations.parseK6(name + ".duration", text(duration)));
    }

    /** Writes milliseconds without an exponent. A number that would take many digits exceeds the maximum duration anyway. */
    private static String text(JsonNode duration) {
        if (!duration.isNumber()) {
            return duration.asText();
        }
        BigDecimal millis = duration.decimalValue();
        return Math.abs((long) millis.precision() - millis.scale()) > MOST_DIGITS
                ? millis.toString()
                : millis.stripTrailingZeros().toPlainString();
    }

    private static ConfigurationException malformed(String name, String text, String rule) {
        return ConfigurationException.of(
                name, text, rule, "Write for example [{\"target\": 10, \"duration\": \"30s\"}]");
    }
}

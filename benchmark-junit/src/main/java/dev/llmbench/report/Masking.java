package dev.llmbench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.llmbench.plan.Secret;
import dev.llmbench.plan.Secrets;
import dev.llmbench.plan.Target;
import java.util.Map;
import java.util.regex.Pattern;

/** Masks the secrets of a target in everything that is written to a file. */
public final class Masking {
    /** Matches fields of a user's own request body that are likely to contain a key, but not {@code max_tokens} and the like. */
    private static final Pattern TELLING_NAME = Pattern.compile(
            "(?i).*(api[_-]?key|secret|passw|credential|authorization|bearer|(access|auth)[_-]?token).*");

    private final Secrets secrets;

    public Masking(Target target) {
        this.secrets = target.secrets();
    }

    /** Masks every text in the tree, in place. */
    public ObjectNode in(ObjectNode object) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            field.setValue(masked(field.getValue()));
        }
        return object;
    }

    private JsonNode masked(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return in(object);
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, masked(array.get(i)));
            }
            return array;
        }
        return node.isTextual() ? TextNode.valueOf(secrets.maskedIn(node.textValue())) : node;
    }

    /** Masks the values of all fields, at any depth, whose names suggest that they are keys, in place. */
    public static ObjectNode tellingFields(ObjectNode object) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (TELLING_NAME.matcher(field.getKey()).matches()) {
                field.setValue(TextNode.valueOf(Secret.MASK));
            } else {
                maskBelow(field.getValue());
            }
        }
        return object;
    }

    private static void maskBelow(JsonNode node) {
        if (node instanceof ObjectNode object) {
            tellingFields(object);
        } else if (node instanceof ArrayNode array) {
            array.forEach(Masking::maskBelow);
        }
    }
}

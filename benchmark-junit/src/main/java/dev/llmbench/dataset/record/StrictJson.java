package dev.llmbench.dataset.record;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.dataset.PromptLine;
import dev.llmbench.plan.DatasetException;
import org.jspecify.annotations.Nullable;

/** Reads JSON strictly and without loss: decimal fractions keep all their digits. */
public final class StrictJson {
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private static final ObjectReader TREE = MAPPER.readerFor(JsonNode.class);
    private static final String REMEDY = "; write one JSON object per line, such as ";

    private StrictJson() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static JsonNode parse(String text) {
        try {
            return TREE.readValue(text);
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    static DatasetException notJson(JsonProcessingException e) {
        return new DatasetException(
                "is not JSON" + column(e.getLocation()) + ": " + e.getOriginalMessage() + REMEDY + PromptLine.EXAMPLE,
                e);
    }

    /** Returns a tree as JSON in UTF-8. */
    public static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Writing a JSON tree cannot fail", e);
        }
    }

    private static String column(@Nullable JsonLocation location) {
        return location == null ? "" : " at column " + location.getColumnNr();
    }
}

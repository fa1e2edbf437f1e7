package dev.llmbench.openai;

import com.fasterxml.jackson.core.JsonToken;
import dev.llmbench.sample.Tokens;
import java.io.IOException;

/** Reads whole answers that contain vectors, which are output without tokens. */
final class EmbeddingsReader extends JsonEventReader {
    private final Field vector = this::vector;

    @Override
    public String endDue() {
        return "no vector";
    }

    @Override
    void root() throws IOException {
        while (next() != JsonToken.END_OBJECT) {
            String name = parser().currentName();
            JsonToken value = next();
            switch (name) {
                case "data" -> eachObject(value, this.vector);
                case "usage" -> {
                    usage(value);
                    // Some servers count 0 tokens.
                    facts.completionTokens = Tokens.UNKNOWN;
                }
                case ERROR -> error(value);
                default -> skip(value);
            }
        }
    }

    /** Reads an array of numbers, or its Base64 text. */
    private void vector(String name, JsonToken value) throws IOException {
        if (!"embedding".equals(name)) {
            skip(value);
        } else if (value == JsonToken.START_ARRAY) {
            for (JsonToken number = next(); number != JsonToken.END_ARRAY; number = next()) {
                facts.content |= number.isNumeric();
                skip(number);
            }
        } else {
            facts.content |= isText(value);
        }
    }
}

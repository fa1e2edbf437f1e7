package dev.llmbench.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads what an overview needs from a run's file, by name, and skips figures and histograms. */
final class RunOverview {
    private static final JsonFactory JSON = new JsonFactory();

    private RunOverview() {}

    static RunRecord read(byte[] bytes) throws IOException {
        Map<String, String> texts = new HashMap<>();
        Map<String, String> load = new HashMap<>();
        require(new String(bytes, StandardCharsets.UTF_8).stripTrailing().endsWith("}"));
        try (JsonParser parser = JSON.createParser(bytes)) {
            require(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (name.equals("figures")) {
                    // Everything else precedes them, and they are most of the file.
                    return record(texts, load);
                }
                boolean isText = parser.nextToken().isScalarValue();
                if (isText) {
                    texts.put(name, parser.getText());
                } else if (name.equals("load")) {
                    texts(parser, load);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (DateTimeException e) {
            throw new IOException(e);
        }
        throw new IOException("it has no figures");
    }

    private static void texts(JsonParser parser, Map<String, String> into) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            into.put(name, parser.getText());
        }
    }

    private static void require(boolean isSo) throws IOException {
        if (!isSo) {
            throw new IOException("it is not one JSON object");
        }
    }

    private static RunRecord record(Map<String, String> texts, Map<String, String> load) throws IOException {
        String startedAt = texts.getOrDefault("started_at", "");
        return new RunRecord(
                Integer.parseInt(texts.getOrDefault("schema", "0")),
                texts.getOrDefault("id", ""),
                texts.getOrDefault("test", ""),
                load,
                texts.getOrDefault("epoch", ""),
                texts.getOrDefault("env", ""),
                Map.of(),
                Instant.parse(startedAt),
                Instant.parse(texts.getOrDefault("ordered_at", startedAt)),
                texts.getOrDefault("commit", ""),
                texts.getOrDefault("branch", ""),
                texts.getOrDefault("run_url", ""),
                texts.getOrDefault("library", ""),
                Standing.valueOf(texts.getOrDefault("standing", "").toUpperCase(Locale.ROOT)),
                texts.getOrDefault("why", ""),
                Map.of(),
                Map.of());
    }
}

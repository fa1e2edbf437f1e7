package dev.llmbench.prompt;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a file is written in, by its first 64 KiB.
 *
 * @param format never {@link DatasetFormat#AUTO}
 * @param isArray whether its objects are in one JSON array
 * @param separator what separates cells, if it is CSV
 */
record FormatGuess(DatasetFormat format, boolean isArray, char separator) {
    private static final int HEAD = 1 << 16;
    /** Of the library's own lines; a column of that name holds a text. */
    private static final String SEVERAL_TURNS = "turns[]";

    private static final String SEPARATORS = ",;\t";
    private static final Pattern JSON_NAME = Pattern.compile("\\.(jsonl|ndjson|json)(\\.gz)?$");
    private static final Pattern CELL = Pattern.compile("\"?[A-Za-z_][\\w.-]*( [\\w.-]+){0,3}\"?");
    private static final Pattern ARRAY_OF_OBJECTS = Pattern.compile("^\\[\\s*\\{");
    private static final Pattern ARRAY_OF_OTHERS = Pattern.compile("^\\[\\s*[\"\\[\\]\\d]");

    /** Looks at a file's content, and leaves it as it was but for a byte order mark, which it takes. */
    static FormatGuess of(String location, BufferedInputStream content) throws IOException {
        content.mark(HEAD + 8);
        String head = new String(content.readNBytes(HEAD), StandardCharsets.UTF_8);
        content.reset();
        boolean marked = head.startsWith("\uFEFF");
        if (marked) {
            content.skipNBytes(3);
        }
        return of(location, (marked ? head.substring(1) : head).strip());
    }

    FormatGuess as(DatasetFormat given) {
        return given == DatasetFormat.AUTO ? this : new FormatGuess(given, isArray, separator);
    }

    private static FormatGuess of(String location, String head) {
        String firstLine = head.lines().findFirst().orElse("");
        char separator = separatorOf(firstLine);
        boolean isArray = ARRAY_OF_OBJECTS.matcher(head).find();
        return new FormatGuess(format(location, head, firstLine, separator), isArray, separator);
    }

    private static DatasetFormat format(String location, String head, String firstLine, char separator) {
        if (head.startsWith("{") || ARRAY_OF_OBJECTS.matcher(head).find()) {
            return ofObjects(head);
        }
        if (head.isEmpty()
                || ARRAY_OF_OTHERS.matcher(head).find()
                || JSON_NAME.matcher(location).find()) {
            return DatasetFormat.JSONL;
        }
        return TraceColumns.formatOf(cells(firstLine, separator))
                .orElse(isHeader(firstLine, separator) ? DatasetFormat.CSV : DatasetFormat.TEXT);
    }

    private static DatasetFormat ofObjects(String head) {
        Set<String> fields = fieldsOfFirst(head);
        if (fields.contains("conversations")) {
            return DatasetFormat.SHAREGPT;
        }
        if (fields.contains("body") && (fields.contains("custom_id") || fields.contains("url"))) {
            return DatasetFormat.OPENAI_BATCH;
        }
        if ((fields.contains("question") && fields.contains("tok_output_length")) || describesAFile(fields)) {
            return DatasetFormat.LLM_LOAD_TEST;
        }
        if (TraceColumns.isMooncake(fields) && fields.stream().noneMatch(Columns::isPrompt)) {
            return DatasetFormat.MOONCAKE;
        }
        boolean own = fields.contains("prompt") || fields.contains("messages") || fields.contains(SEVERAL_TURNS);
        boolean counts = fields.contains("output_tokens_count") || fields.contains("completion_tokens_count");
        if (own && fields.contains("output_tokens")) {
            return DatasetFormat.VLLM;
        }
        return (own && !counts) || fields.stream().noneMatch(Columns::isPrompt)
                ? DatasetFormat.JSONL
                : DatasetFormat.GUIDELLM;
    }

    private static boolean describesAFile(Set<String> fields) {
        return fields.contains("name")
                && fields.contains("version")
                && fields.stream().noneMatch(Columns::isPrompt);
    }

    /** As far as the head goes: the rest of the first object may be beyond it, or malformed. */
    private static Set<String> fieldsOfFirst(String head) {
        Set<String> fields = new LinkedHashSet<>();
        try (JsonParser parser = Json.MAPPER.createParser(head)) {
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                parser.nextToken();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                boolean isArray = parser.nextToken() == JsonToken.START_ARRAY;
                fields.add(isArray && name.equals("turns") ? SEVERAL_TURNS : name);
                parser.skipChildren();
            }
        } catch (IOException e) {
            return fields;
        }
        return fields;
    }

    private static char separatorOf(String line) {
        return SEPARATORS
                .chars()
                .filter(c -> line.indexOf(c) >= 0)
                .mapToObj(c -> Optional.of((char) c))
                .findFirst()
                .orElse(Optional.empty())
                .orElse(',');
    }

    private static List<String> cells(String line, char separator) {
        return List.of(line.split(Pattern.quote(String.valueOf(separator)), -1));
    }

    private static boolean isHeader(String line, char separator) {
        boolean named = false;
        for (String cell : cells(line, separator)) {
            if (!CELL.matcher(cell).matches()) {
                return false;
            }
            named |= Columns.isPrompt(cell.replace("\"", ""));
        }
        return named;
    }
}

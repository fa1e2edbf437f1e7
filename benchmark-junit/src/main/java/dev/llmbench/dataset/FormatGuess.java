package dev.llmbench.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.llmbench.dataset.record.Columns;
import dev.llmbench.dataset.record.PromptFields;
import dev.llmbench.dataset.record.StrictJson;
import dev.llmbench.dataset.trace.TraceColumns;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.DatasetFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The format of a file, guessed from its first 64 KiB and, if they are inconclusive, from its name. A file that claims
 * to have a format but does not follow it is rejected.
 *
 * @param format the format; never {@link DatasetFormat#AUTO}
 * @param isArray whether the objects are in one JSON array
 * @param separator the separator of cells, if the file is CSV
 * @param skipped the number of lines before the first record or the header, which were removed from the content
 */
record FormatGuess(DatasetFormat format, boolean isArray, char separator, int skipped) {
    private static final int HEAD = 1 << 16;
    private static final int LINES = 50;
    private static final int SHOWN = 20;
    /** A field of the library's own lines; a column of this name contains a text. */
    private static final String SEVERAL_TURNS = "turns[]";

    private static final Pattern JSON_NAME = name("jsonl|ndjson|jsonlines|json");
    private static final Pattern CSV_NAME = name("csv|tsv|tab|psv");
    /** Names of files in formats that are not supported. */
    private static final Pattern OTHER_NAME = name("ya?ml|toml|xml|html?|sql|ipynb|dvc|parquet|arrow|feather|avro|orc"
            + "|xlsx?|ods|docx?|pdf|rtf|pickle|pkl|npy|npz|h5|db|sqlite3?|zip|tar|tgz|bz2|xz|zst|7z|safetensors|bin");

    private static final Pattern ARRAY_OF_OBJECTS = Pattern.compile("^\\[\\s*\\{");
    /** Spreadsheets write it before the header. */
    private static final Pattern SEPARATOR_LINE =
            Pattern.compile("\"?sep=(.)\"?[ \\t]*\\r?\\n", Pattern.CASE_INSENSITIVE);

    private static final Pattern YAML_ITEM = Pattern.compile("- [\"']?(\\w+)[\"']?:(\\s.*)?");

    private static Pattern name(String endings) {
        return Pattern.compile("\\.(" + endings + ")(\\.gz)?$", Pattern.CASE_INSENSITIVE);
    }

    /**
     * Guesses the format of a file's content. Skips a byte order mark and a line that names the separator.
     *
     * @param given the requested format; unless it is {@code AUTO}, only the layout is guessed
     * @throws DatasetException if the file is not a dataset, or does not have the format that its name or its first
     *     lines promise
     */
    static FormatGuess of(String location, BufferedInputStream content, DatasetFormat given) throws IOException {
        content.mark(HEAD + 8);
        byte[] bytes = content.readNBytes(HEAD);
        content.reset();
        ForeignContent.refuse(location, bytes);
        String head = new String(bytes, StandardCharsets.UTF_8);
        if (head.startsWith("\uFEFF")) {
            content.skipNBytes(3);
            head = head.substring(1);
        }
        Matcher line = SEPARATOR_LINE.matcher(head);
        Optional<Character> separator = (given == DatasetFormat.AUTO || isTable(given)) && line.lookingAt()
                ? Optional.of(line.group(1).charAt(0))
                : Optional.empty();
        if (separator.isPresent()) {
            content.skipNBytes(line.group().getBytes(StandardCharsets.UTF_8).length);
            head = head.substring(line.end());
        }
        return of(location, head.strip(), given, separator, bytes.length == HEAD);
    }

    private static FormatGuess of(
            String location, String head, DatasetFormat given, Optional<Character> separator, boolean isCut) {
        List<String> lines = lines(head, isCut);
        SampledTable table =
                separator.map(known -> SampledTable.of(lines, known)).orElseGet(() -> SampledTable.of(lines));
        DatasetFormat format = given;
        if (given == DatasetFormat.AUTO) {
            format = separator.isPresent() ? ofTable(table) : format(location, head, lines, table);
        }
        if (format == DatasetFormat.CSV && !head.isEmpty()) {
            requirePrompts(location, table);
        }
        boolean isArray = ARRAY_OF_OBJECTS.matcher(head).find();
        return new FormatGuess(format, isArray, table.separator(), separator.isPresent() ? 1 : 0);
    }

    /** Returns the lines that are not blank, without the last one if it is incomplete. */
    private static List<String> lines(String head, boolean isCut) {
        List<String> lines =
                head.lines().filter(line -> !line.isBlank()).limit(LINES).toList();
        return isCut && lines.size() > 1 ? lines.subList(0, lines.size() - 1) : lines;
    }

    private static DatasetFormat format(String location, String head, List<String> lines, SampledTable table) {
        if (JsonEvidence.isIn(head, lines)) {
            return head.startsWith("{") || ARRAY_OF_OBJECTS.matcher(head).find()
                    ? ofObjects(head)
                    : DatasetFormat.JSONL;
        }
        if (head.isEmpty() || JSON_NAME.matcher(location).find()) {
            return DatasetFormat.JSONL;
        }
        DatasetFormat ofTable = ofTable(table);
        if (ofTable != DatasetFormat.CSV
                || table.hasPrompts()
                || table.isEvident()
                || CSV_NAME.matcher(location).find()) {
            return ofTable;
        }
        requirePlain(location, lines);
        return DatasetFormat.TEXT;
    }

    private static DatasetFormat ofTable(SampledTable table) {
        return TraceColumns.formatOf(table.header()).orElse(DatasetFormat.CSV);
    }

    private static boolean isTable(DatasetFormat format) {
        return format == DatasetFormat.CSV || format == DatasetFormat.AZURE_LLM || format == DatasetFormat.BURSTGPT;
    }

    private static void requirePrompts(String location, SampledTable table) {
        if (table.header().stream().noneMatch(Columns::isPrompt)) {
            throw ForeignContent.refused(
                    location,
                    "CSV without a known column in its header: "
                            + table.header().stream()
                                    .limit(SHOWN)
                                    .map(PromptFields::shortened)
                                    .collect(Collectors.joining(", ")),
                    "name the column of the prompts " + Columns.KNOWN + "; a trace has " + TraceColumns.KNOWN
                            + "; if each line is a prompt, set datasetFormat = TEXT");
        }
    }

    private static void requirePlain(String location, List<String> lines) {
        Matcher name = OTHER_NAME.matcher(location);
        boolean isNamed = name.find();
        if (isNamed || isYaml(lines)) {
            throw ForeignContent.refused(
                    location,
                    isNamed
                            ? "named like a ." + name.group(1) + " file, which is not supported"
                            : "YAML, which is not supported",
                    ForeignContent.CONVERT + "; if each line is a prompt, set datasetFormat = TEXT");
        }
    }

    private static boolean isYaml(List<String> lines) {
        return lines.stream()
                        .map(YAML_ITEM::matcher)
                        .filter(item -> item.matches() && Columns.isPrompt(item.group(1)))
                        .count()
                > 1;
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
        Optional<DatasetFormat> trace = TraceColumns.formatOf(fields);
        if (trace.isPresent()) {
            return trace.get();
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

    /** Returns the fields within the head: the rest of the first object may be beyond it, or malformed. */
    private static Set<String> fieldsOfFirst(String head) {
        Set<String> fields = new LinkedHashSet<>();
        try (JsonParser parser = StrictJson.MAPPER.createParser(head)) {
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
}

package dev.llmbench.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes a prompt of a record, by the format; empty for a record that holds none by the format's own rules. */
final class RecordMapper {
    private final DatasetFormat format;
    private final Tokenizer tokenizer;
    private int leftOut;
    private boolean measured;
    private boolean first = true;

    RecordMapper(DatasetFormat format, Tokenizer tokenizer) {
        this.format = format;
        this.tokenizer = tokenizer;
    }

    Optional<PromptLine> map(int number, JsonNode content) {
        boolean opening = first;
        first = false;
        return switch (format) {
            case AUTO, JSONL -> Optional.of(PromptLine.of(number, content));
            case VLLM -> Optional.of(PromptLine.ofVllm(number, content));
            case SHAREGPT -> conversation(number, PromptLine.object(content));
            case OPENAI_BATCH -> Optional.of(batched(number, PromptLine.object(content)));
            case LLM_LOAD_TEST -> opening && isDescription(content) ? Optional.empty() : columns(number, content);
            case GUIDELLM, CSV -> columns(number, content);
            case TEXT ->
                Optional.of(new PromptLine(
                        new TextPrompt(
                                Integer.toString(number), content.asText(), OptionalInt.empty(), OptionalInt.empty()),
                        false));
            case MOONCAKE, AZURE_LLM, BURSTGPT ->
                throw new IllegalStateException("The records of a trace are TraceRow's");
        };
    }

    /** What whoever runs the test should know of how the prompts were made. */
    List<String> notes() {
        if (format != DatasetFormat.SHAREGPT) {
            return List.of();
        }
        String lengths = "the answers' lengths are "
                + (tokenizer.isExact() ? "those of their texts in tokens of " : "estimated from their texts by ")
                + tokenizer.name();
        String fewer =
                leftOut + (leftOut == 1 ? " conversation" : " conversations") + " of fewer than two turns left out";
        return !measured ? List.of(fewer) : leftOut == 0 ? List.of(lengths) : List.of(lengths, fewer);
    }

    private Optional<PromptLine> conversation(int number, ObjectNode record) {
        JsonNode turns = record.path("conversations");
        if (!turns.isArray()) {
            throw new DatasetException(
                    "\"conversations\" is " + PromptFields.describe(turns)
                            + ", not an array; write [{\"from\": \"human\", \"value\": \"...\"}, {\"from\": \"gpt\", \"value\": \"...\"}]");
        }
        if (turns.size() < 2) {
            leftOut++;
            return Optional.empty();
        }
        String prompt = turn(turns, 0);
        String answer = turn(turns, 1);
        if (prompt.isBlank() || answer.isBlank()) {
            leftOut++;
            return Optional.empty();
        }
        measured = true;
        OptionalInt promptTokens = tokenizer.isExact() ? OptionalInt.of(tokenizer.count(prompt)) : OptionalInt.empty();
        String id = PromptLine.id(number, record.path("id"));
        return Optional.of(new PromptLine(
                new TextPrompt(id, prompt, OptionalInt.of(tokenizer.count(answer)), promptTokens),
                record.hasNonNull("id")));
    }

    private static String turn(JsonNode turns, int index) {
        JsonNode value = turns.path(index).path("value");
        if (!value.isTextual()) {
            throw new DatasetException("\"conversations\"[" + index + "] has a \"value\" that is "
                    + PromptFields.describe(value) + ", not a text; give it one");
        }
        return value.textValue();
    }

    private static PromptLine batched(int number, ObjectNode record) {
        if (!(record.path("body") instanceof ObjectNode body)) {
            throw new DatasetException("\"body\" is " + PromptFields.describe(record.path("body"))
                    + ", not an object; write the request's body, such as {\"messages\": [...]}");
        }
        PromptTraits traits = new PromptTraits(
                PromptLine.id(number, record.path("custom_id")),
                PromptFields.positive("max_tokens", body),
                OptionalInt.empty(),
                RequestFields.ofBody(body),
                List.of());
        return new PromptLine(PromptLine.prompt(body, traits), record.hasNonNull("custom_id"));
    }

    /** The file's first line gives its name and version, and asks nothing. */
    private static boolean isDescription(JsonNode content) {
        return !content.has("question");
    }

    private static Optional<PromptLine> columns(int number, JsonNode content) {
        return Optional.of(PromptLine.of(number, Columns.normal(PromptLine.object(content))));
    }
}

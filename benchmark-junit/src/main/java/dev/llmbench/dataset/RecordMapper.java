package dev.llmbench.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.dataset.record.Columns;
import dev.llmbench.dataset.record.PromptFields;
import dev.llmbench.dataset.record.RequestFields;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.prompt.Conversation;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.PromptTraits;
import dev.llmbench.prompt.TextPrompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Converts records of a format to prompts. The result is empty for records that have no prompt by the format's rules.
 */
final class RecordMapper {
    private final DatasetFormat format;
    private final boolean byTurns;
    private final ShareGpt shareGpt;
    private boolean first = true;

    RecordMapper(DatasetFormat format, DatasetOptions options) {
        this.format = format;
        this.byTurns = options.conversations();
        this.shareGpt = new ShareGpt(options.tokenizer());
    }

    Optional<PromptLine> map(int number, JsonNode content) {
        Optional<PromptLine> line = read(number, content);
        if (byTurns) {
            return line.map(PromptLine::byTurns);
        }
        if (line.isPresent() && line.get().prompt() instanceof Conversation) {
            throw new DatasetException("has \"turns\", which are sent one after another; set conversations = true,"
                    + " or write \"messages\" to send everything at once");
        }
        return line;
    }

    private Optional<PromptLine> read(int number, JsonNode content) {
        boolean opening = first;
        first = false;
        return switch (format) {
            case AUTO, JSONL -> Optional.of(PromptLine.of(number, content));
            case VLLM -> Optional.of(PromptLine.ofVllm(number, content));
            case SHAREGPT ->
                byTurns
                        ? shareGpt.conversation(number, PromptLine.object(content))
                        : shareGpt.prompt(number, PromptLine.object(content));
            case OPENAI_BATCH -> Optional.of(batched(number, PromptLine.object(content)));
            case LLM_LOAD_TEST -> opening && isDescription(content) ? Optional.empty() : columns(number, content);
            case GUIDELLM, CSV -> columns(number, content);
            case TEXT ->
                Optional.of(new PromptLine(
                        new TextPrompt(
                                Integer.toString(number), content.asText(), OptionalInt.empty(), OptionalInt.empty()),
                        false));
            case MOONCAKE, AZURE_LLM, BURSTGPT, BAILIAN ->
                throw new IllegalStateException("The records of a trace are read as TraceRow");
        };
    }

    /** Returns notes for the user on how the prompts were created. */
    List<String> notes() {
        return format == DatasetFormat.SHAREGPT ? shareGpt.notes() : List.of();
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
        Prompt prompt =
                body.hasNonNull("input") ? ofInput(traits, body.path("input")) : PromptLine.prompt(body, traits);
        return new PromptLine(prompt, record.hasNonNull("custom_id"));
    }

    /** Reads a request for embeddings or a response. Its body keeps the input unchanged, and the text describes it. */
    private static Prompt ofInput(PromptTraits traits, JsonNode input) {
        List<String> texts = new ArrayList<>();
        addTexts(input, texts);
        return new TextPrompt(traits, Optional.empty(), texts.isEmpty() ? input.toString() : String.join("\n", texts));
    }

    private static void addTexts(JsonNode input, List<String> texts) {
        if (input.isTextual()) {
            texts.add(input.textValue());
        } else if (input.isArray()) {
            input.forEach(part -> addTexts(part, texts));
        } else if (input.isObject()) {
            Stream.of("content", "text", "output").map(input::path).forEach(part -> addTexts(part, texts));
        }
    }

    /** Returns whether a line has the file's name and version instead of a prompt, like the first one. */
    private static boolean isDescription(JsonNode content) {
        return !content.has("question");
    }

    private static Optional<PromptLine> columns(int number, JsonNode content) {
        return Optional.of(PromptLine.of(number, Columns.normal(PromptLine.object(content))));
    }
}

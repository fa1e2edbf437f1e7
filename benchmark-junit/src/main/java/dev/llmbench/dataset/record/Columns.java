package dev.llmbench.dataset.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.plan.DatasetException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the prompt among the columns by the names that GuideLLM, llm-load-test and this library use. Case, plurals and
 * the number 0 of a turn are ignored.
 */
public final class Columns {
    private static final List<String> TEXT =
            List.of("prompt", "instruction", "question", "input", "context", "content", "conversation", "turn", "text");
    /** The names to show in messages. */
    public static final String KNOWN =
            "prompt, instruction, question, input, context, content, conversation, turn, text or messages";

    private static final List<String> MESSAGES = List.of("messages", "chat_messages");
    private static final List<String> SYSTEM = List.of("system_prompt", "system", "prefix");
    private static final List<String> ANSWER_TOKENS = List.of(
            "max_tokens",
            "output_tokens",
            "output_tokens_count",
            "completion_tokens_count",
            "tok_output_length",
            "output_length");
    private static final List<String> PROMPT_TOKENS =
            List.of("prompt_tokens", "prompt_tokens_count", "input_tokens_count", "tok_input_length", "input_length");
    private static final List<String> ID = List.of("id", "custom_id", "index");
    private static final List<String> TAGS = List.of("tags");
    private static final Map<String, List<String>> REQUEST = Map.of(
            "model", List.of("model"),
            "tools", List.of("tools", "functions", "tool_definitions"),
            "tool_choice", List.of("tool_choice"),
            "temperature", List.of("temperature"),
            "top_p", List.of("top_p"));

    private static final Pattern FIRST_TURN = Pattern.compile("[-_]0$");

    private Columns() {}

    /** Returns whether a column of this name contains prompts. */
    public static boolean isPrompt(String column) {
        return names(column, TEXT) || names(column, MESSAGES);
    }

    /** Converts a row to the library's own format. */
    public static ObjectNode normal(ObjectNode row) {
        ObjectNode line = StrictJson.object();
        find(row, ID).ifPresent(id -> line.set("id", id));
        Optional<JsonNode> messages = find(row, MESSAGES);
        if (messages.isPresent()) {
            line.set("messages", json(messages.get()));
        } else {
            line.set("prompt", find(row, TEXT).orElseThrow(() -> nothingIn(row)));
            find(row, SYSTEM)
                    .filter(system -> !system.asText().isBlank())
                    .ifPresent(system -> line.set("system", system));
        }
        put(line, "max_tokens", row, ANSWER_TOKENS);
        put(line, "prompt_tokens", row, PROMPT_TOKENS);
        find(row, TAGS).ifPresent(tags -> line.set("tags", tags));
        REQUEST.forEach((field, names) -> find(row, names).ifPresent(value -> line.set(field, json(value))));
        return line;
    }

    private static void put(ObjectNode line, String field, ObjectNode row, List<String> names) {
        find(row, names).ifPresent(value -> tokens(field, value).ifPresent(tokens -> line.put(field, tokens)));
    }

    /** Reads a number, or a text that is a number: cells of CSV are texts, and tables with gaps write 128 as 128.0. */
    public static OptionalInt tokens(String field, JsonNode value) {
        try {
            return OptionalInt.of(new BigDecimal(value.asText().strip()).intValueExact());
        } catch (NumberFormatException e) {
            throw PromptFields.notPositive(field, PromptFields.describe(value));
        } catch (ArithmeticException e) {
            throw PromptFields.notPositive(field, PromptFields.describe(value));
        }
    }

    /** Returns the value, or the JSON that its text contains, as in a cell. */
    private static JsonNode json(JsonNode value) {
        String text = value.isTextual() ? value.textValue().strip() : "";
        return text.startsWith("[") || text.startsWith("{") || isNumber(text) ? StrictJson.parse(text) : value;
    }

    private static boolean isNumber(String text) {
        return text.matches("-?\\d{1,9}(\\.\\d{1,9})?");
    }

    private static Optional<JsonNode> find(ObjectNode row, List<String> names) {
        for (String name : names) {
            JsonNode value = valueOf(row, name);
            if (value != null && !value.isNull()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private static @Nullable JsonNode valueOf(ObjectNode row, String name) {
        JsonNode same = row.get(name);
        if (same != null) {
            return same;
        }
        return row.properties().stream()
                .filter(field -> names(field.getKey(), List.of(name)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static boolean names(String column, List<String> names) {
        String plain =
                FIRST_TURN.matcher(column.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
        return names.stream()
                .anyMatch(name -> plain.equals(name) || plain.equals(name + "s") || plain.equals(name + "es"));
    }

    private static DatasetException nothingIn(ObjectNode row) {
        return new DatasetException("has no prompt in any of its columns (" + PromptFields.names(row)
                + "); name one of them prompt or messages, and fill it");
    }
}

package dev.llmbench.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.dataset.record.PromptFields;
import dev.llmbench.dataset.record.RequestFields;
import dev.llmbench.dataset.record.StrictJson;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.prompt.ChatPrompt;
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
 * A line that was read as a prompt. For a bad line, a {@link DatasetException} with reason and remedy, but without the
 * place, is thrown.
 *
 * @param prompt the prompt
 * @param hasOwnId whether the line specifies the prompt's id, which is otherwise the line's number
 */
public record PromptLine(Prompt prompt, boolean hasOwnId) {
    public static final String EXAMPLE = "{\"prompt\": \"The night train was late\", \"max_tokens\": 100}";
    static final String EXAMPLE_OF_TURNS =
            "{\"turns\": [\"How do tides work?\", \"And why twice a day?\"], \"max_tokens\": 100}";

    /** Reads a line of the library's own format. */
    static PromptLine of(int number, JsonNode content) {
        ObjectNode line = object(content);
        return new PromptLine(prompt(line, traits(number, line, "max_tokens")), line.hasNonNull("id"));
    }

    /** Reads a line in which the length of the answer is called {@code output_tokens}. */
    static PromptLine ofVllm(int number, JsonNode content) {
        ObjectNode line = object(content);
        String length = line.hasNonNull("output_tokens") ? "output_tokens" : "max_tokens";
        return new PromptLine(prompt(line, traits(number, line, length)), line.hasNonNull("id"));
    }

    static ObjectNode object(JsonNode content) {
        if (content instanceof ObjectNode object) {
            return object;
        }
        throw new DatasetException("is " + PromptFields.describe(content)
                + ", not an object; write one JSON object per line, such as " + EXAMPLE);
    }

    static Prompt prompt(JsonNode line, PromptTraits traits) {
        List<String> kinds = Stream.of("prompt", "messages", "turns")
                .filter(line::hasNonNull)
                .toList();
        if (kinds.size() > 1) {
            throw new DatasetException(
                    "has both \"" + kinds.get(0) + "\" and \"" + kinds.get(1)
                            + "\"; keep \"prompt\" for a completion endpoint, or \"messages\" or \"turns\" for a chat endpoint");
        }
        if (kinds.isEmpty()) {
            throw new DatasetException(
                    "has neither \"prompt\" nor \"messages\"; give it \"prompt\" (a text to continue)"
                            + " or \"messages\" (a conversation to answer)" + found(line));
        }
        return switch (kinds.get(0)) {
            case "prompt" -> new TextPrompt(traits, system(line.path("system")), text("prompt", line.path("prompt")));
            case "messages" -> new ChatPrompt(traits, line.path("messages"));
            default -> new Conversation(traits, TurnFields.read(line.path("turns"), system(line.path("system"))));
        };
    }

    private static String found(JsonNode line) {
        String fields = PromptFields.names(line);
        String trace = line.has("timestamp") ? "; a trace has timestamp, input_length and output_length" : "";
        return fields.isEmpty() ? "" : "; it has " + fields + trace;
    }

    /** Returns the prompt as one that is sent turn by turn. */
    PromptLine byTurns() {
        return new PromptLine(Conversation.of(prompt), hasOwnId);
    }

    static String id(int number, JsonNode id) {
        if (id.isMissingNode() || id.isNull()) {
            return Integer.toString(number);
        }
        if (!id.isTextual() && !id.isIntegralNumber()) {
            throw new DatasetException("\"id\" is " + PromptFields.describe(id)
                    + ", neither text nor a whole number; give it one of these or leave it out");
        }
        return id.asText();
    }

    private static PromptTraits traits(int number, JsonNode line, String length) {
        return new PromptTraits(
                id(number, line.path("id")),
                PromptFields.positive(length, line),
                PromptFields.positive("prompt_tokens", line),
                RequestFields.of(line),
                tags(line.path("tags")));
    }

    private static List<String> tags(JsonNode tags) {
        if (tags.isMissingNode() || tags.isNull()) {
            return List.of();
        }
        if (tags.isTextual()) {
            return List.of(tags.textValue());
        }
        if (!tags.isArray()) {
            throw new DatasetException("\"tags\" is " + PromptFields.describe(tags)
                    + ", neither a text nor an array of texts; write [\"short\", \"german\"]");
        }
        List<String> words = new ArrayList<>();
        tags.forEach(tag -> words.add(text("tags", tag)));
        return words;
    }

    private static Optional<String> system(JsonNode system) {
        return system.isMissingNode() || system.isNull() ? Optional.empty() : Optional.of(text("system", system));
    }

    private static String text(String field, JsonNode value) {
        if (!value.isTextual()) {
            throw new DatasetException("\"" + field + "\" is " + PromptFields.describe(value)
                    + ", not a text; write one text in double quotes, and any further texts on separate lines");
        }
        return value.textValue();
    }

    /** Returns the prompt as a line of the library's own format, from which {@link #of} creates the same prompt. */
    static ObjectNode normal(Prompt prompt) {
        ObjectNode line = StrictJson.object().put("id", prompt.id());
        if (prompt instanceof TextPrompt text) {
            text.system().ifPresent(system -> line.put("system", system));
            line.put("prompt", text.text());
        } else if (prompt instanceof ChatPrompt chat) {
            line.set("messages", chat.messages());
        } else if (prompt instanceof Conversation conversation) {
            line.set("turns", conversation.normal());
        }
        put(line, "max_tokens", prompt.maxTokens());
        put(line, "prompt_tokens", prompt.promptTokens());
        ObjectNode request = prompt.traits().request();
        if (!request.isEmpty()) {
            line.set("request", request);
        }
        if (!prompt.traits().tags().isEmpty()) {
            prompt.traits().tags().forEach(line.putArray("tags")::add);
        }
        return line;
    }

    private static void put(ObjectNode line, String field, OptionalInt value) {
        value.ifPresent(present -> line.put(field, present));
    }
}

package dev.llmbench.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.dataset.record.PromptFields;
import dev.llmbench.dataset.record.StrictJson;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.prompt.ChatPrompt;
import dev.llmbench.prompt.Conversation;
import dev.llmbench.prompt.Conversation.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the {@code turns} of a line: texts, messages with an optional limit, or several messages at once. */
final class TurnFields {
    private static final String LIMIT = "max_tokens";

    private TurnFields() {}

    static List<Turn> read(JsonNode turns, Optional<String> system) {
        if (!turns.isArray()) {
            throw new DatasetException("\"turns\" is " + PromptFields.describe(turns)
                    + ", not an array; write [{\"role\": \"user\", \"content\": \"...\"}, ...]");
        }
        List<Turn> read = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            read.add(turn("\"turns\"[" + i + "]", turns.get(i), i == 0 ? system : Optional.empty()));
        }
        return read;
    }

    private static Turn turn(String place, JsonNode turn, Optional<String> system) {
        ArrayNode messages = StrictJson.MAPPER.createArrayNode();
        system.ifPresent(text -> messages.addObject().put("role", "system").put("content", text));
        if (turn.isTextual()) {
            messages.addObject().put("role", "user").set("content", turn);
            return new Turn(messages, OptionalInt.empty());
        }
        if (!(turn instanceof ObjectNode fields)) {
            throw new DatasetException(place + " is " + PromptFields.describe(turn)
                    + ", neither a text nor an object; write {\"role\": \"user\", \"content\": \"...\"}");
        }
        return new Turn(
                fields.has("messages")
                        ? several(place, fields.path("messages"), messages)
                        : one(place, fields, messages),
                PromptFields.positive(LIMIT, fields));
    }

    private static ArrayNode one(String place, ObjectNode fields, ArrayNode messages) {
        ObjectNode message = StrictJson.object();
        if (!fields.has("role")) {
            message.put("role", "user");
        }
        message.setAll(fields);
        message.remove(LIMIT);
        if (Conversation.isAnswer(message)) {
            throw new DatasetException(
                    place + " is from the assistant, but a turn only contains what precedes an answer of the"
                            + " server; remove it, or write \"messages\" instead of \"turns\"");
        }
        Conversation.requireNoCall(place, message);
        return messages.add(message);
    }

    /** Reads messages unchanged, including examples of answers. */
    private static ArrayNode several(String place, JsonNode given, ArrayNode messages) {
        ChatPrompt.requireMessages(given);
        for (JsonNode message : given) {
            Conversation.requireNoCall(place, message);
            messages.add(message);
        }
        return messages;
    }
}

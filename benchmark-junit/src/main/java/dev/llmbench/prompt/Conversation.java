package dev.llmbench.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.dataset.record.PromptFields;
import dev.llmbench.dataset.record.StrictJson;
import dev.llmbench.plan.DatasetException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A conversation that is sent turn by turn, for chat endpoints: each turn is sent with all turns before it and with the
 * answers that the server itself gave to them.
 *
 * <pre>{@code
 * static int turns(Conversation conversation) {
 *     return conversation.turns().size();
 * }
 * }</pre>
 *
 * @param traits its id, the limit of answers for turns without a limit of their own, and the additional fields of each
 *     request; the count of prompt tokens applies to the first turn
 * @param turns at least one turn
 */
public record Conversation(PromptTraits traits, List<Turn> turns) implements Prompt {

    /**
     * The messages before one answer.
     *
     * @param messages a non-empty array of objects, each with a {@code role}; all other fields are kept unchanged
     * @param maxTokens the maximum number of tokens of the answer, at least 1; empty if the turn has no limit of its
     *     own
     */
    public record Turn(JsonNode messages, OptionalInt maxTokens) {

        /**
         * Checks the values and copies the messages.
         *
         * @throws DatasetException if a value breaks a rule given above
         */
        public Turn {
            ChatPrompt.requireMessages(messages);
            PromptFields.requirePositive("max_tokens", maxTokens);
            messages = messages.deepCopy();
        }

        /** Returns a copy of the messages, which the caller may change. */
        @Override
        public JsonNode messages() {
            return messages.deepCopy();
        }
    }

    /**
     * Checks and copies the values.
     *
     * @throws DatasetException if there is no turn
     */
    public Conversation {
        turns = List.copyOf(turns);
        if (turns.isEmpty()) {
            throw new DatasetException("\"turns\" is empty; give it at least one turn or remove the line");
        }
    }

    /**
     * Returns the maximum number of tokens of the answer to a turn: the turn's own limit, or else the conversation's.
     */
    public OptionalInt maxTokens(Turn turn) {
        return turn.maxTokens().isPresent() ? turn.maxTokens() : traits.maxTokens();
    }

    /**
     * Converts a prompt into one that is sent turn by turn: each recorded answer ends a turn and is replaced with the
     * server's own. An assistant's message before the user's first one stays; messages after the last answer form the
     * last turn.
     *
     * @throws DatasetException if there is no message of the user, or a message holds a tool's result
     */
    public static Conversation of(Prompt prompt) {
        if (prompt instanceof Conversation conversation) {
            return conversation;
        }
        JsonNode messages = prompt instanceof TextPrompt text ? text.messages() : ((ChatPrompt) prompt).messages();
        return new Conversation(prompt.traits(), turns(messages));
    }

    private static List<Turn> turns(JsonNode messages) {
        List<Turn> turns = new ArrayList<>();
        ArrayNode said = StrictJson.MAPPER.createArrayNode();
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            if (!isAnswer(message)) {
                requireNoCall("\"messages\"[" + i + "]", message);
                said.add(message);
            } else if (asks(said)) {
                turns.add(new Turn(said, OptionalInt.empty()));
                said.removeAll();
            } else if (turns.isEmpty()) {
                said.add(message);
            }
        }
        if (asks(said)) {
            turns.add(new Turn(said, OptionalInt.empty()));
        }
        if (turns.isEmpty()) {
            throw new DatasetException("\"messages\" has none from the user, so there is no turn to send;"
                    + " give it one with \"role\": \"user\" or remove the line");
        }
        return turns;
    }

    public static boolean isAnswer(JsonNode message) {
        return message.path("role").asText().equals("assistant");
    }

    private static boolean asks(ArrayNode messages) {
        for (JsonNode message : messages) {
            if (message.path("role").asText().equals("user")) {
                return true;
            }
        }
        return false;
    }

    public static void requireNoCall(String place, JsonNode message) {
        String role = message.path("role").asText();
        if (role.equals("tool") || role.equals("function")) {
            throw new DatasetException(place + " has the \"role\" \"" + role
                    + "\": it returns the result of a call that the server's own answer may not have made;"
                    + " remove such messages, or the attribute conversations");
        }
    }

    /** Returns the turns as in a line of the library's own format. */
    public ArrayNode normal() {
        ArrayNode normal = StrictJson.MAPPER.createArrayNode();
        for (Turn turn : turns) {
            ObjectNode line = normal.addObject().set("messages", turn.messages());
            turn.maxTokens().ifPresent(tokens -> line.put("max_tokens", tokens));
        }
        return normal;
    }
}

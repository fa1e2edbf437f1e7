package dev.llmbench.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.llmbench.prompt.ChatPrompt;
import dev.llmbench.prompt.Conversation;
import dev.llmbench.prompt.Conversation.Turn;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.PromptTraits;
import dev.llmbench.prompt.TextPrompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Unique words at the start of each request, so that no prefix cache can serve it: nine words of one token each, and a line
 * break.
 *
 * @param seed determines the words
 */
record Salt(long seed) {
    public static final int TOKENS = 10;

    private static final int WORDS = TOKENS - 1;

    Prompt apply(Prompt prompt, long request) {
        OptionalInt counted = prompt.promptTokens();
        PromptTraits traits = prompt.traits()
                .withPromptTokens(counted.isPresent() ? OptionalInt.of(counted.getAsInt() + TOKENS) : counted);
        String salt = words(request);
        if (prompt instanceof TextPrompt text) {
            return text.system().isPresent()
                    ? new TextPrompt(traits, Optional.of(salt + text.system().get()), text.text())
                    : new TextPrompt(salted(traits, salt), Optional.empty(), salt + text.text());
        }
        if (prompt instanceof Conversation conversation) {
            List<Turn> turns = new ArrayList<>(conversation.turns());
            Turn first = turns.get(0);
            turns.set(0, new Turn(salted(first.messages(), salt), first.maxTokens()));
            return new Conversation(traits, turns);
        }
        return new ChatPrompt(traits, salted(((ChatPrompt) prompt).messages(), salt));
    }

    /** Adds the salt to an input that is sent unchanged. */
    private static PromptTraits salted(PromptTraits traits, String salt) {
        ObjectNode request = traits.request();
        return begin(request, List.of("input"), salt) ? traits.withRequest(request) : traits;
    }

    private static boolean begin(JsonNode node, List<String> fields, String salt) {
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isTextual()) {
                    array.set(i, TextNode.valueOf(salt + array.get(i).textValue()));
                    return true;
                }
                if (begin(array.get(i), List.of("content", "text"), salt)) {
                    return true;
                }
            }
            return false;
        }
        for (String field : fields) {
            JsonNode value = node.path(field);
            if (value.isTextual()) {
                ((ObjectNode) node).put(field, salt + value.textValue());
                return true;
            }
            if (value.isContainerNode() && begin(value, fields, salt)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode salted(JsonNode messages, String salt) {
        for (JsonNode message : messages) {
            if (put((ObjectNode) message, salt)) {
                break;
            }
        }
        return messages;
    }

    /**
     * Returns the salt of a request. The mixer maps each number to a different one, and nine words can express more
     * than 2^64 numbers, so no salt repeats.
     */
    public String words(long request) {
        long number = SplitMix.of(SplitMix.of(seed) + request);
        List<String> words = SyntheticPrompts.WORDS;
        StringBuilder salt = new StringBuilder();
        for (int i = 0; i < WORDS; i++) {
            int digit = (int) Long.remainderUnsigned(number, words.size());
            number = Long.divideUnsigned(number, words.size());
            salt.append(i == 0 ? "" : " ").append(words.get(digit));
        }
        return salt.append('\n').toString();
    }

    private static boolean put(ObjectNode message, String salt) {
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            message.put("content", salt + content.textValue());
            return true;
        }
        if (content instanceof ArrayNode parts) {
            parts.insertObject(0).put("type", "text").put("text", salt);
            return true;
        }
        return false;
    }
}

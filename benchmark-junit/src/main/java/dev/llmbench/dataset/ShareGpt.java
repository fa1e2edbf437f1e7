package dev.llmbench.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.dataset.record.PromptFields;
import dev.llmbench.dataset.record.StrictJson;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.prompt.Conversation;
import dev.llmbench.prompt.Conversation.Turn;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.PromptTraits;
import dev.llmbench.prompt.TextPrompt;
import dev.llmbench.prompt.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Converts ShareGPT's records to prompts or conversations. Each answer has the length of the recorded one. */
final class ShareGpt {
    private static final String SYSTEM = "system";
    private static final Set<String> USER = Set.of("human", "user");

    private final Tokenizer tokenizer;
    private int leftOut;
    private boolean measured;

    ShareGpt(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Returns the first turn as a prompt whose answer is as long as the second turn; empty if the record has fewer than
     * two turns.
     */
    Optional<PromptLine> prompt(int number, ObjectNode record) {
        JsonNode turns = turns(record);
        if (turns.size() < 2) {
            return leaveOut();
        }
        String prompt = value(turns, 0);
        String answer = value(turns, 1);
        if (prompt.isBlank() || answer.isBlank()) {
            return leaveOut();
        }
        PromptTraits traits = traits(number, record, OptionalInt.of(count(answer)), countOf(prompt));
        return Optional.of(line(record, new TextPrompt(traits, Optional.empty(), prompt)));
    }

    /**
     * Returns the turns of the user that have a recorded answer, each limited to the length of that answer. Anything
     * before the user's first turn is skipped, except turns of the system.
     */
    Optional<PromptLine> conversation(int number, ObjectNode record) {
        JsonNode values = turns(record);
        List<Turn> turns = new ArrayList<>();
        Open open = new Open();
        for (int i = 0; i < values.size(); i++) {
            String value = value(values, i);
            String from = values.path(i).path("from").asText();
            if (USER.contains(from) || from.equals(SYSTEM)) {
                open.closed().ifPresent(turns::add);
                open.add(from.equals(SYSTEM) ? SYSTEM : "user", value);
            } else if (open.asks) {
                open.answerTokens += value.isBlank() ? 0 : count(value);
            }
        }
        open.closed().ifPresent(turns::add);
        return turns.isEmpty()
                ? leaveOut()
                : Optional.of(line(
                        record,
                        new Conversation(traits(number, record, OptionalInt.empty(), firstCount(turns)), turns)));
    }

    /** A turn read so far. */
    private static final class Open {
        private final ArrayNode messages = StrictJson.MAPPER.createArrayNode();
        private boolean asks;
        private int answerTokens;

        void add(String role, String content) {
            if (!content.isBlank()) {
                messages.addObject().put("role", role).put("content", content);
                asks |= !role.equals(SYSTEM);
            }
        }

        /** Returns the turn if it was answered, and starts a new one. */
        Optional<Turn> closed() {
            if (answerTokens == 0) {
                return Optional.empty();
            }
            Turn turn = new Turn(messages, OptionalInt.of(answerTokens));
            messages.removeAll();
            asks = false;
            answerTokens = 0;
            return Optional.of(turn);
        }
    }

    private OptionalInt firstCount(List<Turn> turns) {
        return countOf(String.join("\n", turns.get(0).messages().findValuesAsText("content")));
    }

    private static PromptTraits traits(int number, ObjectNode record, OptionalInt maxTokens, OptionalInt promptTokens) {
        return PromptTraits.of(PromptLine.id(number, record.path("id")), maxTokens, promptTokens);
    }

    private PromptLine line(ObjectNode record, Prompt prompt) {
        measured = true;
        return new PromptLine(prompt, record.hasNonNull("id"));
    }

    private Optional<PromptLine> leaveOut() {
        leftOut++;
        return Optional.empty();
    }

    private int count(String text) {
        return tokenizer.count(text);
    }

    private OptionalInt countOf(String text) {
        return tokenizer.isExact() ? OptionalInt.of(count(text)) : OptionalInt.empty();
    }

    private static JsonNode turns(ObjectNode record) {
        JsonNode turns = record.path("conversations");
        if (!turns.isArray()) {
            throw new DatasetException(
                    "\"conversations\" is " + PromptFields.describe(turns)
                            + ", not an array; write [{\"from\": \"human\", \"value\": \"...\"}, {\"from\": \"gpt\", \"value\": \"...\"}]");
        }
        return turns;
    }

    private static String value(JsonNode turns, int index) {
        JsonNode value = turns.path(index).path("value");
        if (!value.isTextual()) {
            throw new DatasetException("\"conversations\"[" + index + "] has a \"value\" that is "
                    + PromptFields.describe(value) + ", not a text; write a text");
        }
        return value.textValue();
    }

    /** Returns notes for the user on how the prompts were created. */
    List<String> notes() {
        String lengths = "the lengths of the answers are "
                + (tokenizer.isExact() ? "those of their texts in tokens of " : "estimated from their texts by ")
                + tokenizer.name();
        String fewer =
                leftOut + (leftOut == 1 ? " conversation" : " conversations") + " of fewer than two turns left out";
        return !measured ? List.of(fewer) : leftOut == 0 ? List.of(lengths) : List.of(lengths, fewer);
    }
}

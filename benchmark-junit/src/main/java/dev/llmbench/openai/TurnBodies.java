package dev.llmbench.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.prompt.Conversation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The bodies of a conversation's requests. Parts that do not depend on answers are written once, so that another turn
 * only costs a copy of the previous body and the JSON of one answer, however long the history is.
 */
final class TurnBodies {
    private final byte[] start;
    private final List<Part> parts;

    /** The messages that one turn adds to the history, without brackets, and the rest of its body after the history. */
    private static final class Part {
        private final byte[] messages;
        private final byte[] rest;

        Part(byte[] messages, byte[] rest) {
            this.messages = messages;
            this.rest = rest;
        }
    }

    private TurnBodies(String field, List<Part> parts) {
        this.start = ("{\"" + field + "\":[").getBytes(StandardCharsets.UTF_8);
        this.parts = parts;
    }

    static TurnBodies of(Conversation conversation, RequestOptions options) {
        return new TurnBodies(
                RequestBody.messagesField(options.promptType()),
                conversation.turns().stream()
                        .map(turn -> new Part(
                                inside(RequestBody.bytes(turn.messages())),
                                rest(RequestBody.withoutMessages(conversation, turn, options))))
                        .toList());
    }

    private static byte[] inside(byte[] brackets) {
        return Arrays.copyOfRange(brackets, 1, brackets.length - 1);
    }

    private static byte[] rest(ObjectNode others) {
        byte[] rest = RequestBody.bytes(others);
        if (!others.isEmpty()) {
            rest[0] = ',';
            return rest;
        }
        return new byte[] {'}'};
    }

    int size() {
        return parts.size();
    }

    byte[] first() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(start);
        return ended(body, parts.get(0));
    }

    /**
     * Returns the body of a later turn.
     *
     * @param turn the turn, counted from 0
     * @param before the body of the previous turn
     * @param answer the server's answer to it
     */
    byte[] following(int turn, byte[] before, String answer) {
        int history = before.length - 1 - parts.get(turn - 1).rest.length;
        ByteArrayOutputStream body = new ByteArrayOutputStream(before.length + 2 * answer.length());
        body.write(before, 0, history);
        body.write(',');
        body.writeBytes(RequestBody.bytes(RequestBody.answer(whole(answer))));
        body.write(',');
        return ended(body, parts.get(turn));
    }

    private static byte[] ended(ByteArrayOutputStream body, Part part) {
        body.writeBytes(part.messages);
        body.write(']');
        body.writeBytes(part.rest);
        return body.toByteArray();
    }

    /** Removes half of a surrogate pair at the end of an answer that was cut off, which cannot be sent. */
    private static String whole(String answer) {
        return new String(answer.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Returns the text that such a body shows the model. */
    static String text(byte[] body) {
        JsonNode read = RequestBody.read(body);
        return PromptText.of(read.path(read.has("messages") ? "messages" : "input"));
    }
}

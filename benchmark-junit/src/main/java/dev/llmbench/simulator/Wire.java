package dev.llmbench.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.Locale;

/**
 * The wire format of one endpoint, for chat or text completions.
 *
 * <p>Everything that is sent for a token is built once, including the chunk size. Only the answer's id, which has a
 * fixed length, is written over it.
 */
final class Wire {

    static final byte[] DONE = chunk("data: [DONE]\n\n");
    static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(UTF_8);
    static final byte[] MALFORMED = chunk("data: {\"choices\":[{\"del\n\n");
    static final String DEATH = "the simulated engine died";
    static final byte[] IN_STREAM_ERROR = chunk("data: " + HttpAnswer.errorObject(500, DEATH) + "\n\n");

    private static final String NO_ID = "00000000";
    private static final String HEAD = String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "Content-Type: text/event-stream; charset=utf-8",
            "Cache-Control: no-cache",
            "Transfer-Encoding: chunked",
            "");

    private final boolean chat;
    private final String model;
    private final long created;

    final byte[] head = (HEAD + "\r\n").getBytes(UTF_8);
    final byte[] closingHead = (HEAD + "Connection: close\r\n\r\n").getBytes(UTF_8);
    final Template role;
    final Template finishStop;
    final Template finishLength;
    private final Template[] tokens = new Template[Words.count()];

    Wire(boolean chat, String model, long createdEpochSecond) {
        this.chat = chat;
        this.model = HttpAnswer.quoted(model);
        this.created = createdEpochSecond;
        role = template(event("\"delta\":{\"role\":\"assistant\",\"content\":\"\"}", "null"));
        finishStop = template(event(output(""), "\"stop\""));
        finishLength = template(event(output(""), "\"length\""));
        for (int word = 0; word < tokens.length; word++) {
            tokens[word] = template(event(output(Words.at(word)), "null"));
        }
    }

    /**
     * Bytes to send, with an id to be written over them.
     *
     * @param idOffset the position of the id
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Template(byte[] bytes, int idOffset) {}

    Template token(int word) {
        return tokens[word];
    }

    boolean isChat() {
        return chat;
    }

    static byte[] idBytes(long number) {
        return HexFormat.of().toHexDigits(number, NO_ID.length()).getBytes(UTF_8);
    }

    String id(long number) {
        return idPrefix() + HexFormat.of().toHexDigits(number, NO_ID.length());
    }

    Template usage(int promptTokens, int outputTokens) {
        return template(start(NO_ID) + "[],\"usage\":" + usageObject(promptTokens, outputTokens) + "}");
    }

    /** Returns the body of an answer that is not streamed, with its finish reason and usage. */
    String whole(long number, String text, boolean capped, int promptTokens, int outputTokens) {
        return whole(number, text, capped ? "\"length\"" : "\"stop\"", usageObject(promptTokens, outputTokens));
    }

    /** Returns the body of an answer that is not streamed and breaks off. */
    String truncated(long number, String text) {
        return whole(number, text, "null", "null");
    }

    private String whole(long number, String text, String finishReason, String usage) {
        String output = chat
                ? "\"message\":{\"role\":\"assistant\",\"content\":" + HttpAnswer.quoted(text) + "}"
                : "\"text\":" + HttpAnswer.quoted(text);
        return "{\"id\":\"" + id(number) + "\",\"object\":\"" + (chat ? "chat.completion" : "text_completion")
                + "\",\"created\":" + created + ",\"model\":" + model + ",\"choices\":[{\"index\":0," + output
                + ",\"logprobs\":null,\"finish_reason\":" + finishReason + "}],\"usage\":" + usage + "}";
    }

    private static String usageObject(int promptTokens, int outputTokens) {
        return "{\"prompt_tokens\":" + promptTokens + ",\"completion_tokens\":" + outputTokens + ",\"total_tokens\":"
                + ((long) promptTokens + outputTokens) + "}";
    }

    private String output(String text) {
        if (!chat) {
            return "\"text\":\"" + text + "\"";
        }
        return text.isEmpty() ? "\"delta\":{}" : "\"delta\":{\"content\":\"" + text + "\"}";
    }

    private String event(String output, String finishReason) {
        return start(NO_ID) + "[{\"index\":0," + output + ",\"logprobs\":null,\"finish_reason\":" + finishReason
                + "}]}";
    }

    private String start(String id) {
        return "{\"id\":\"" + idPrefix() + id + "\",\"object\":\""
                + (chat ? "chat.completion.chunk" : "text_completion") + "\",\"created\":" + created + ",\"model\":"
                + model + ",\"choices\":";
    }

    private String idPrefix() {
        return chat ? "chatcmpl-" : "cmpl-";
    }

    private Template template(String json) {
        byte[] bytes = chunk("data: " + json + "\n\n");
        String text = new String(bytes, UTF_8);
        return new Template(bytes, text.indexOf(idPrefix() + NO_ID) + idPrefix().length());
    }

    private static byte[] chunk(String text) {
        int length = text.getBytes(UTF_8).length;
        return (Integer.toHexString(length).toLowerCase(Locale.ROOT) + "\r\n" + text + "\r\n").getBytes(UTF_8);
    }
}

package dev.llmbench.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.OptionalInt;

/** Reads a request body token by token: building the tree of a long prompt would delay all other streams. */
final class CompletionRequestReader {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser json;
    private final boolean chat;
    private boolean stream;
    private boolean includeUsage;
    private boolean ignoreEos;
    private OptionalInt maxTokens = OptionalInt.empty();
    private int minTokens;
    private long characters;
    private long tokenNumbers;
    private boolean prompted;

    private CompletionRequestReader(JsonParser json, boolean chat) {
        this.json = json;
        this.chat = chat;
    }

    static CompletionRequest read(byte[] body, boolean chat) throws HttpError {
        try (JsonParser json = JSON.createParser(body)) {
            CompletionRequestReader reader = new CompletionRequestReader(json, chat);
            reader.object();
            return reader.request();
        } catch (JsonProcessingException e) {
            throw new HttpError(400, "the body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new HttpError(400, "the body is not JSON: " + e.getMessage());
        }
    }

    private void object() throws IOException, HttpError {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new HttpError(400, "the body is not a JSON object; send a request as OpenAI documents it");
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            field(name);
        }
        if (json.nextToken() != null) {
            throw new HttpError(400, "the body goes on after its JSON object");
        }
    }

    private void field(String name) throws IOException, HttpError {
        switch (name) {
            case "stream" -> stream = flag(name);
            case "ignore_eos" -> ignoreEos = flag(name);
            case "min_tokens" -> minTokens = number(name, 0).orElse(0);
            case "max_tokens", "max_completion_tokens" -> {
                OptionalInt limit = number(name, 1);
                maxTokens = limit.isPresent() ? limit : maxTokens;
            }
            case "n" -> {
                if (number(name, 1).orElse(1) != 1) {
                    throw HttpError.badRequest(name, json.getText(), "is not simulated", "ask for one choice");
                }
            }
            case "stream_options" -> streamOptions();
            case "messages" -> {
                if (chat) {
                    messages();
                } else {
                    json.skipChildren();
                }
            }
            case "prompt" -> {
                if (chat) {
                    json.skipChildren();
                } else {
                    prompt();
                }
            }
            default -> json.skipChildren();
        }
    }

    private boolean flag(String name) throws IOException, HttpError {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default ->
                throw HttpError.badRequest(name, json.getText(), "must be true or false", "leave it out for false");
        };
    }

    private OptionalInt number(String name, int least) throws IOException, HttpError {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return OptionalInt.empty();
        }
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                || json.getNumberType() != JsonParser.NumberType.INT
                || json.getIntValue() < least) {
            throw HttpError.badRequest(
                    name, json.getText(), "must be a whole number of at least " + least, "leave it out for no limit");
        }
        return OptionalInt.of(json.getIntValue());
    }

    private void streamOptions() throws IOException, HttpError {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("include_usage")) {
                includeUsage = flag(name);
            } else {
                json.skipChildren();
            }
        }
    }

    private void messages() throws IOException, HttpError {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw HttpError.badRequest("messages", json.getText(), "must be an array", "send [{role, content}, ...]");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw HttpError.badRequest(
                        "messages", json.getText(), "must hold objects", "send [{role, content}, ...]");
            }
            prompted = true;
            countTexts();
        }
    }

    /** Counts the characters of every {@code content} and {@code text} string in the current object, at any depth. */
    private void countTexts() throws IOException {
        for (int depth = 1; depth > 0; ) {
            JsonToken token = json.nextToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING
                    && ("content".equals(json.currentName()) || "text".equals(json.currentName()))) {
                characters += json.getTextLength();
            }
        }
    }

    private void prompt() throws IOException, HttpError {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            text();
            return;
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw HttpError.badRequest(
                    "prompt", json.getText(), "must be text or an array", "send \"prompt\": \"...\"");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                tokenNumbers++;
                prompted = true;
            } else if (json.currentToken() == JsonToken.VALUE_STRING && !prompted) {
                text();
            } else {
                throw HttpError.badRequest(
                        "prompt",
                        "[...]",
                        "must be one text or one array of token numbers",
                        "send one request a prompt");
            }
        }
    }

    private void text() throws IOException {
        characters += json.getTextLength();
        prompted = true;
    }

    private CompletionRequest request() throws HttpError {
        if (!prompted) {
            throw new HttpError(
                    400,
                    chat
                            ? "messages is missing or empty; send \"messages\": [{\"role\": \"user\", \"content\": \"...\"}]"
                            : "prompt is missing or empty; send \"prompt\": \"...\"");
        }
        if (maxTokens.isPresent() && minTokens > maxTokens.getAsInt()) {
            throw HttpError.badRequest(
                    "min_tokens",
                    minTokens,
                    "must not be more than max_tokens=" + maxTokens.getAsInt(),
                    "swap the two");
        }
        long promptTokens = Math.max(1, tokenNumbers + Math.round(characters / 4.0));
        return new CompletionRequest(
                stream, includeUsage, Math.toIntExact(promptTokens), maxTokens, minTokens, ignoreEos);
    }
}

package dev.llmbench.openai;

import static dev.llmbench.openai.JsonEventReader.ERROR;

import com.fasterxml.jackson.core.JsonToken;
import dev.llmbench.openai.JsonEventReader.Field;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the delta or the message of one choice. */
final class DeltaReader {
    private final JsonEventReader json;

    // Created once rather than several times per event.
    private final Field toolCall = this::toolCall;
    private final Field calledTool = this::calledTool;
    private final Field audio = this::audio;
    private final Field extra = this::extra;
    private final Reasoning reasoning;
    private final PartsReader parts;

    private boolean thought;

    DeltaReader(JsonEventReader json) {
        this.json = json;
        this.reasoning = new Reasoning(json);
        this.parts = new PartsReader(json, reasoning, calledTool, audio);
    }

    void read(JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skip(value);
            return;
        }
        reasoning.nextDelta();
        while (json.next() != JsonToken.END_OBJECT) {
            String name = json.parser().currentName();
            delta(name, json.next());
        }
        if (thought) {
            thought = false;
            contentWasReasoning();
        }
    }

    /** Discards a partly read event. */
    void abandoned() {
        thought = false;
        parts.abandoned();
    }

    private void contentWasReasoning() {
        json.facts.contentWasReasoning();
        @Nullable OutputListener listener = json.output();
        if (listener != null) {
            listener.contentWasReasoning();
        }
    }

    private void delta(String name, JsonToken value) throws IOException {
        switch (name) {
            case "content" -> {
                if (value == JsonToken.START_ARRAY) {
                    parts.read();
                } else if (value == JsonToken.START_OBJECT) {
                    json.unknown("delta", name, value);
                } else {
                    json.content(value);
                }
            }
            case "role" -> json.facts.role |= json.isText(value);
            default -> otherField(name, value);
        }
    }

    private void otherField(String name, JsonToken value) throws IOException {
        switch (name) {
            case "reasoning_content",
                    "reasoning",
                    "reasoning_text",
                    "reasoning_details",
                    "reasoning_steps",
                    "reasoning_summary",
                    "thinking",
                    "thinking_content",
                    "thinking_blocks",
                    "thoughts",
                    "thought",
                    "tool_plan" -> reasoning.read(name, value);
            case "refusal" -> json.other(value);
            case "tool_calls" -> toolCalls(value);
            case "function_call" -> {
                json.facts.called = true;
                json.object(value, this.calledTool);
            }
            case "audio" -> json.object(value, this.audio);
            case "images", "image" -> json.encoded(value);
            case "usage" -> json.usage(value);
            case ERROR -> json.error(value);
            case "extra_content" -> json.object(value, this.extra);
            case "annotations",
                    "channel",
                    "citations",
                    "content_filter_result",
                    "content_filter_results",
                    "context",
                    "created",
                    "encrypted_content",
                    "executed_tools",
                    "finish_reason",
                    "id",
                    "index",
                    "logprobs",
                    "model",
                    "name",
                    "native_finish_reason",
                    "object",
                    "obfuscation",
                    "prefix",
                    "provider_specific_fields",
                    "reasoning_signature",
                    "request_id",
                    "search_results",
                    "signature",
                    "status",
                    "stop_reason",
                    "stop_sequence",
                    "system_fingerprint",
                    "thinking_signature",
                    "tool_call_id",
                    "type" -> json.skip(value);
            default -> json.unknown("delta", name, value);
        }
    }

    /** Reads the field in which Gemini marks content that is a summary of its thoughts. */
    private void extra(String name, JsonToken value) throws IOException {
        if ("thought".equals(name)) {
            thought |= value == JsonToken.VALUE_TRUE;
            json.skip(value);
        } else {
            json.object(value, this.extra);
        }
    }

    private void audio(String name, JsonToken value) throws IOException {
        switch (name) {
            case "data" -> json.encoded(value);
            case "transcript" -> json.other(value);
            default -> json.skip(value);
        }
    }

    /** Reads tool calls. Some servers send an event's only call without an array around it. */
    private void toolCalls(JsonToken value) throws IOException {
        json.facts.called |= value.isStructStart();
        if (value == JsonToken.START_OBJECT) {
            json.object(value, this.toolCall);
        } else {
            json.eachObject(value, this.toolCall);
        }
    }

    /** Reads a call of any type. An object in it contains the name and the arguments. */
    private void toolCall(String name, JsonToken value) throws IOException {
        switch (name) {
            case "id", "index", "type", "status", "extra_content", "provider_specific_fields", "thought_signature" ->
                json.skip(value);
            default -> {
                if (value == JsonToken.START_OBJECT) {
                    json.object(value, this.calledTool);
                } else {
                    calledTool(name, value);
                }
            }
        }
    }

    private void calledTool(String name, JsonToken value) throws IOException {
        switch (name) {
            case "id", "provider_specific_fields", "thought_signature", "signature" -> json.skip(value);
            default -> {
                if (value.isStructStart()) {
                    // Some servers send arguments as an object, whose length is not that of its text.
                    json.encoded(value);
                } else {
                    json.other(value);
                }
            }
        }
    }
}

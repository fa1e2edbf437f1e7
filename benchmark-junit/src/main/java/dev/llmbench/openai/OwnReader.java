package dev.llmbench.openai;

import dev.llmbench.endpoint.ApiAnswer;
import dev.llmbench.endpoint.ApiEvent;
import dev.llmbench.endpoint.EndpointApi;
import dev.llmbench.endpoint.UnexpectedEventException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads events with the test's own API. */
final class OwnReader implements EventReader, ApiAnswer {
    private final EndpointApi api;
    private ChunkFacts facts = new ChunkFacts();
    private @Nullable OutputListener output;

    OwnReader(EndpointApi api) {
        this.api = api;
    }

    @Override
    public @Nullable String read(byte[] data, int from, int to, ChunkFacts facts, @Nullable OutputListener output) {
        this.facts = facts;
        this.output = output;
        try {
            api.read(new ApiEvent(facts.type, new String(data, from, to - from, StandardCharsets.UTF_8)), this);
            return null;
        } catch (UnexpectedEventException e) {
            return "not what " + api.name() + " can read: " + e.getMessage();
        } catch (RuntimeException e) {
            throw new IllegalStateException(api.name() + " failed to read an event: " + e, e);
        }
    }

    @Override
    public @Nullable String endDue() {
        return api.saysWhenFinished() ? "nothing that says so, as finished() of " + api.name() + " would" : null;
    }

    @Override
    public boolean readsTypes() {
        return true;
    }

    @Override
    public void output(String text) {
        if (!text.isEmpty()) {
            facts.other(text.length());
            if (output != null) {
                output.content(text);
            }
        }
    }

    @Override
    public void reasoning(String text) {
        if (!text.isEmpty()) {
            facts.reasoning(text.length());
            if (output != null) {
                output.reasoning(text);
            }
        }
    }

    // An impossible count leaves the known one unchanged.

    @Override
    public void outputTokens(int count) {
        facts.completionTokens = count < 0 ? facts.completionTokens : count;
    }

    @Override
    public void promptTokens(int count) {
        facts.promptTokens = count < 0 ? facts.promptTokens : count;
    }

    @Override
    public void cachedPromptTokens(int count) {
        facts.cachedPromptTokens = count < 0 ? facts.cachedPromptTokens : count;
    }

    @Override
    public void finished(String reason) {
        facts.finishReason = reason;
    }

    @Override
    public void failed(String message) {
        facts.error = message;
    }
}

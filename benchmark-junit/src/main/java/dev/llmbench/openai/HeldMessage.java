package dev.llmbench.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds a message's output until it is known whether an accompanying delta repeats it. */
final class HeldMessage implements OutputListener {
    private final List<Consumer<OutputListener>> texts = new ArrayList<>();
    private boolean holding;
    private boolean content;
    private boolean reasoning;
    private long contentLength;
    private long reasoningLength;
    private int reasoningEvents;
    private int begun;

    boolean isHolding() {
        return holding;
    }

    void begin(ChunkFacts facts) {
        content = facts.content;
        reasoning = facts.reasoning;
        contentLength = facts.contentLength;
        reasoningLength = facts.reasoningLength;
        reasoningEvents = facts.reasoningEvents;
        begun = facts.begun;
        facts.content = false;
        facts.reasoning = false;
    }

    /** Removes from the facts everything that the message added. */
    void end(ChunkFacts facts) {
        holding = facts.content || facts.reasoning;
        swap(facts);
    }

    private void swap(ChunkFacts facts) {
        boolean wasContent = facts.content;
        boolean wasReasoning = facts.reasoning;
        long wasContentLength = facts.contentLength;
        long wasReasoningLength = facts.reasoningLength;
        int wasReasoningEvents = facts.reasoningEvents;
        int wasBegun = facts.begun;
        facts.content = content;
        facts.reasoning = reasoning;
        facts.contentLength = contentLength;
        facts.reasoningLength = reasoningLength;
        facts.reasoningEvents = reasoningEvents;
        facts.begun = begun;
        content = wasContent;
        reasoning = wasReasoning;
        contentLength = wasContentLength;
        reasoningLength = wasReasoningLength;
        reasoningEvents = wasReasoningEvents;
        begun = wasBegun;
    }

    /** Restores the output, since no delta repeats it. */
    void release(ChunkFacts facts, @Nullable OutputListener output) {
        swap(facts);
        if (output != null) {
            texts.forEach(text -> text.accept(output));
        }
    }

    void drop() {
        holding = false;
        texts.clear();
    }

    @Override
    public void content(String text) {
        texts.add(output -> output.content(text));
    }

    @Override
    public void reasoning(String text) {
        texts.add(output -> output.reasoning(text));
    }

    @Override
    public void other(String text) {
        texts.add(output -> output.other(text));
    }
}

package dev.llmbench.openai;

import dev.llmbench.prompt.Tokenizer;
import dev.llmbench.sample.Tokens;

/**
 * Stores the generated text of one answer, to count its tokens or to continue a conversation. One thread fills it;
 * another one reads it afterwards.
 */
final class OutputText implements OutputListener {
    /** In characters; about 250,000 tokens. Longer texts are not stored, and their tokens are not counted. */
    static final int LONGEST = 1 << 20;

    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder content = new StringBuilder();
    private final StringBuilder other = new StringBuilder();
    private int reasoningBefore;
    private int contentBefore;
    private int otherBefore;
    private boolean tooLong;

    @Override
    public void content(String text) {
        keep(content, text);
    }

    @Override
    public void reasoning(String text) {
        keep(reasoning, text);
    }

    @Override
    public void other(String text) {
        keep(other, text);
    }

    @Override
    public void nextEvent() {
        reasoningBefore = reasoning.length();
        contentBefore = content.length();
        otherBefore = other.length();
    }

    @Override
    public void takeBack(boolean itsContent, boolean itsReasoning) {
        if (itsContent) {
            content.setLength(contentBefore);
            other.setLength(otherBefore);
        }
        if (itsReasoning) {
            reasoning.setLength(reasoningBefore);
        }
    }

    @Override
    public void contentWasReasoning() {
        String moved = content.substring(contentBefore);
        content.setLength(contentBefore);
        reasoning.append(moved);
    }

    private void keep(StringBuilder kept, String text) {
        tooLong |= reasoning.length() + content.length() + other.length() + text.length() > LONGEST;
        if (!tooLong) {
            kept.append(text);
        }
    }

    /**
     * Returns the number of tokens of the text; {@link Tokens#UNKNOWN} if there is no text or not all of it was stored.
     */
    int tokens(Tokenizer tokenizer) {
        int counted = tokenizer.count(reasoning.toString()) + tokenizer.count(content.toString() + other);
        return tooLong || counted < 1 ? Tokens.UNKNOWN : counted;
    }

    /**
     * Returns the content without reasoning, tool calls and refusals; empty if there is none or not all of it was
     * stored.
     */
    String said() {
        return tooLong ? "" : content.toString();
    }
}

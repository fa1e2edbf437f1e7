package dev.llmbench.openai;

import dev.llmbench.metric.Tokens;
import dev.llmbench.prompt.Tokenizer;

/**
 * Keeps what a model generated in one answer, so that its tokens can be counted when it has ended, or a
 * conversation can go on from it. Filled by one thread,
 * read by another after that.
 */
final class OutputText implements OutputListener {
    /** In characters, some 250,000 tokens. What is longer is not kept, and then not counted by its text. */
    static final int LONGEST = 1 << 20;

    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder content = new StringBuilder();
    private final StringBuilder other = new StringBuilder();
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
    public void takeBack(int length) {
        content.setLength(Math.max(0, content.length() - length));
    }

    private void keep(StringBuilder kept, String text) {
        tooLong |= reasoning.length() + content.length() + other.length() + text.length() > LONGEST;
        if (!tooLong) {
            kept.append(text);
        }
    }

    /** The tokens of the text; {@link Tokens#UNKNOWN} where there is none, or not all of it was kept. */
    int tokens(Tokenizer tokenizer) {
        int counted = tokenizer.count(reasoning.toString()) + tokenizer.count(content.toString() + other);
        return tooLong || counted < 1 ? Tokens.UNKNOWN : counted;
    }

    /** What was said, without reasoning, calls of tools and refusals; empty where there is nothing, or not all of it was kept. */
    String said() {
        return tooLong ? "" : content.toString();
    }
}

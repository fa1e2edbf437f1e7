package dev.llmbench.openai;

import static dev.llmbench.sample.Tokens.UNKNOWN;

import dev.llmbench.sample.ReadingNote;
import dev.llmbench.sample.ReadingNote.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * A server's own count of an answer's tokens, checked against the output received.
 *
 * @param output the number of generated tokens; unknown if the server did not count them or its count is impossible
 * @param hidden the reasoning tokens that were not streamed as they were generated
 * @param notes notes on anything unusual in how the count was read
 */
record CountedOutput(int output, int hidden, List<ReadingNote> notes) {
    /** No language has more characters per token than this. */
    private static final int LONGEST_TOKEN = 200;

    // A letter of a script that is rare in a tokenizer's vocabulary takes a token for each of its bytes.
    private static final int TOKENS_A_LATIN_CHARACTER = 1;
    private static final int TOKENS_A_CHARACTER = 3;

    // Tokens without characters surround answers and tool calls.
    private static final int SPECIAL_TOKENS = 16;
    private static final int SPECIAL_TOKENS_OF_CALLS = 64;

    /** Plain text has about four characters per token. */
    private static final int MANY_CHARACTERS = 8;

    private record Generated(int output, int reasoning, boolean onTop) {}

    static CountedOutput of(ChunkFacts facts, boolean shown, boolean streamed) {
        Generated generated = generated(facts);
        int output = generated.output();
        if (output == UNKNOWN) {
            return new CountedOutput(UNKNOWN, 0, List.of());
        }
        if (shown && output == 0) {
            return notBelieved("0 tokens despite output");
        }
        if (!canHold(output, facts.contentLength + facts.reasoningLength)) {
            return notBelieved("over " + LONGEST_TOKEN + " characters per token");
        }
        List<ReadingNote> notes = new ArrayList<>();
        int hidden = isShown(facts, generated) ? 0 : generated.reasoning();
        // The content takes tokens too, so not all of these can belong to the reasoning.
        boolean contradicts = hidden > 0 && !canHold(output - hidden, facts.contentLength);
        hidden = contradicts ? 0 : hidden;
        if (generated.onTop()) {
            notes.add(ReadingNote.of(Kind.REASONING_ON_TOP));
        }
        if (streamed && hidden > 0) {
            notes.add(ReadingNote.of(facts.reasoningLength == 0 ? Kind.REASONING_HIDDEN : Kind.REASONING_SUMMARY));
        }
        if (streamed && shown && (contradicts || isMoreThanShown(facts, output, hidden))) {
            notes.add(ReadingNote.of(Kind.MORE_TOKENS_THAN_SHOWN));
        }
        return new CountedOutput(output, hidden, notes);
    }

    /** Returns whether the server's count, if it sent one, is plausible. */
    boolean isBelieved() {
        return output != UNKNOWN || notes.isEmpty();
    }

    private static CountedOutput notBelieved(String why) {
        return new CountedOutput(UNKNOWN, 0, List.of(new ReadingNote(Kind.USAGE_NOT_BELIEVED, why)));
    }

    private static boolean canHold(int tokens, long characters) {
        return characters <= (long) LONGEST_TOKEN * tokens;
    }

    private static boolean isMoreThanShown(ChunkFacts facts, int output, int hidden) {
        long seen = hidden > 0 ? facts.contentLength : facts.contentLength + facts.reasoningLength;
        int tokensACharacter = facts.isLatin() ? TOKENS_A_LATIN_CHARACTER : TOKENS_A_CHARACTER;
        int special = SPECIAL_TOKENS + (facts.called ? SPECIAL_TOKENS_OF_CALLS : 0);
        return !facts.encoded && output - hidden > tokensACharacter * seen + special;
    }

    /** Servers differ in whether the completion tokens include the reasoning. The total shows which is the case. */
    private static Generated generated(ChunkFacts facts) {
        boolean hasTotal = facts.totalTokens != UNKNOWN && facts.promptTokens > 0;
        long all = hasTotal ? (long) facts.totalTokens - facts.promptTokens : UNKNOWN;
        int completion = facts.completionTokens;
        int reasoning = Math.max(0, facts.reasoningTokens);
        boolean saysNone = completion == 0 && reasoning == 0 && facts.contentLength > 0;
        if ((completion == UNKNOWN || saysNone) && all > 0) {
            return new Generated((int) all, (int) Math.min(reasoning, all), false);
        }
        if (completion == UNKNOWN) {
            return new Generated(UNKNOWN, 0, false);
        }
        long beyond = hasTotal ? all - completion : 0;
        if (facts.reasoningTokens == UNKNOWN && beyond > 0 && !isOfPrompt(facts, beyond)) {
            reasoning = (int) beyond;
        }
        // A larger number than the completion's cannot be part of it, whatever the total says.
        boolean onTop = reasoning > 0
                && (beyond == reasoning || isOfPrompt(facts, beyond - reasoning) || reasoning > completion);
        long output = onTop ? Math.min(Integer.MAX_VALUE, (long) completion + reasoning) : completion;
        return new Generated((int) output, reasoning, onTop);
    }

    /**
     * Returns whether this many tokens are the cached part of the prompt, which some servers exclude from its count.
     */
    private static boolean isOfPrompt(ChunkFacts facts, long tokens) {
        long held = Math.max(0, facts.cachedPromptTokens);
        long taken = Math.max(0, facts.cacheWrittenTokens);
        return tokens > 0 && (tokens == held || tokens == taken || tokens == held + taken);
    }

    /** Returns whether the reasoning was streamed as it was generated, neither hidden nor summarised. */
    private static boolean isShown(ChunkFacts facts, Generated generated) {
        int reasoning = generated.reasoning();
        boolean isSummary = facts.summary && 2L * facts.reasoningEvents < reasoning;
        return (facts.reasoningLength >= reasoning && !isSummary) || isInContent(facts, generated);
    }

    /**
     * Returns whether the reasoning is part of the content. Servers that do not separate the two may still count the
     * reasoning.
     */
    private static boolean isInContent(ChunkFacts facts, Generated generated) {
        int reasoning = generated.reasoning();
        int others = generated.output() - reasoning;
        if (facts.reasoningLength > 0 || facts.contentLength < generated.output()) {
            return false;
        }
        return facts.beginsWithThought()
                || (facts.contentEvents() > others + reasoning / 2
                        && facts.contentLength > (long) MANY_CHARACTERS * others);
    }
}

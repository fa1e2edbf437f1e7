package dev.llmbench.openai;

import static dev.llmbench.metric.Tokens.UNKNOWN;

import dev.llmbench.metric.ReadingNote;
import dev.llmbench.metric.ReadingNote.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server's own count of an answer's tokens comes to, held against what was seen of the answer.
 *
 * @param output all tokens that were generated; unknown where the server did not count them, or cannot have counted right
 * @param hidden those of the reasoning that was not shown as it was generated
 * @param notes what to know of it
 */
record CountedOutput(int output, int hidden, List<ReadingNote> notes) {
    /** More characters than this a token has no language. */
    private static final int LONGEST_TOKEN = 200;

    // Special tokens have no characters, and a rare character takes several tokens.
    private static final int TOKENS_A_CHARACTER = 2;
    private static final int SPECIAL_TOKENS = 8;

    private record Generated(int output, int reasoning, boolean onTop) {}

    static CountedOutput of(ChunkFacts facts, boolean shown, boolean streamed) {
        Generated generated = generated(facts);
        int output = generated.output();
        if (output == UNKNOWN) {
            return new CountedOutput(UNKNOWN, 0, List.of());
        }
        long length = facts.contentLength + facts.reasoningLength;
        if (shown && output == 0) {
            return notBelieved("0 tokens beside output");
        }
        if (length > (long) LONGEST_TOKEN * output) {
            return notBelieved("over " + LONGEST_TOKEN + " characters a token");
        }
        List<ReadingNote> notes = new ArrayList<>();
        int hidden = isShown(facts, generated.reasoning()) ? 0 : generated.reasoning();
        if (generated.onTop()) {
            notes.add(ReadingNote.of(Kind.REASONING_ON_TOP));
        }
        if (streamed && hidden > 0) {
            notes.add(ReadingNote.of(facts.reasoningLength == 0 ? Kind.REASONING_HIDDEN : Kind.REASONING_SUMMARY));
        }
        long seen = hidden > 0 ? facts.contentLength : length;
        if (streamed && shown && !facts.encoded && output - hidden > TOKENS_A_CHARACTER * seen + SPECIAL_TOKENS) {
            notes.add(ReadingNote.of(Kind.MORE_TOKENS_THAN_SHOWN));
        }
        return new CountedOutput(output, hidden, notes);
    }

    /** Whether the server's count, if it sent one, can be right. */
    boolean isBelieved() {
        return output != UNKNOWN || notes.isEmpty();
    }

    private static CountedOutput notBelieved(String why) {
        return new CountedOutput(UNKNOWN, 0, List.of(new ReadingNote(Kind.USAGE_NOT_BELIEVED, why)));
    }

    /** Servers differ in whether the completion's tokens include those of the reasoning; the total tells. */
    private static Generated generated(ChunkFacts facts) {
        int completion = facts.completionTokens;
        if (completion == UNKNOWN) {
            return new Generated(UNKNOWN, 0, false);
        }
        int reasoning = Math.max(0, facts.reasoningTokens);
        long beyond = facts.totalTokens == UNKNOWN || facts.promptTokens == UNKNOWN
                ? 0
                : (long) facts.totalTokens - facts.promptTokens - completion;
        boolean saysReasoning = facts.reasoningTokens != UNKNOWN;
        if (!saysReasoning && beyond > 0 && beyond != facts.cachedPromptTokens) {
            reasoning = (int) beyond;
        }
        boolean isIncluded = beyond == 0 && facts.totalTokens != UNKNOWN && facts.promptTokens != UNKNOWN;
        boolean onTop = reasoning > 0 && (beyond == reasoning || (reasoning > completion && !isIncluded));
        long output = onTop ? Math.min(Integer.MAX_VALUE, (long) completion + reasoning) : completion;
        return new Generated((int) output, (int) Math.min(reasoning, output), onTop);
    }

    /** Whether the reasoning was shown as it was generated, and not hidden or told in fewer words. */
    private static boolean isShown(ChunkFacts facts, int reasoning) {
        boolean isSummary = facts.summary && facts.reasoningEvents < reasoning;
        return facts.reasoningLength >= reasoning && !isSummary;
    }
}

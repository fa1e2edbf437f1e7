package dev.llmbench.openai;

import static dev.llmbench.metric.Moments.ABSENT;

import dev.llmbench.metric.ChunkGaps;
import dev.llmbench.metric.Outcome;
import dev.llmbench.metric.TokenSource;
import dev.llmbench.metric.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Reads one response body as it comes. Moments are in microseconds from the start of the run. Belongs to one I/O thread.
 */
abstract sealed class Answer permits StreamedAnswer, WholeAnswer, RefusedAnswer {
    final ChunkFacts facts = new ChunkFacts();
    long firstEvent = ABSENT;
    long firstReasoning = ABSENT;
    long firstContent = ABSENT;
    long lastToken = ABSENT;
    long lateFirst;
    long lateContent;
    long lateLast;
    int chunks;
    final ChunkGaps.Collector gaps = new ChunkGaps.Collector();

    /** Takes the generated text; null where nobody wants it. */
    final @Nullable OutputListener output;

    private boolean givenUp;
    private @Nullable Outcome failure;
    private @Nullable String error;

    Answer(@Nullable OutputListener output) {
        this.output = output;
    }

    /** Reads bytes that one read of the socket brought, made at the given time, which may have come that much earlier. */
    abstract void read(byte[] bytes, int from, int to, long now, long late);

    /** Whether the body has said that it is complete, whatever it still holds. */
    boolean isComplete() {
        return false;
    }

    /** The body ended in order. */
    abstract void end(long now);

    /** The connection broke inside the body; says whether what had come of it tells more than that. */
    boolean brokeOff(long now) {
        return hasFailed();
    }

    /** Notes what went wrong; the first holds. */
    final void fail(Outcome outcome, String message) {
        if (failure == null) {
            failure = outcome;
            error = message;
        }
    }

    /** Notes that whatever is still to come changes nothing: a server may send without end. */
    final void giveUp() {
        givenUp = true;
    }

    /** Whether no more of the body need be read. */
    final boolean isGivenUp() {
        return givenUp;
    }

    final boolean hasFailed() {
        return failure != null;
    }

    /** How a response that ended in order ended. */
    final Outcome outcome() {
        return failure == null ? Outcome.OK : failure;
    }

    /** What went wrong, null where nothing did. */
    final @Nullable String error() {
        return error;
    }

    /** The token counts as far as they were seen: the server's own, else the events with output, else the dataset's. */
    final Tokens tokens(int datasetPromptTokens) {
        int prompt = facts.promptTokens == Tokens.UNKNOWN ? datasetPromptTokens : facts.promptTokens;
        int hidden = firstReasoning == ABSENT ? facts.reasoningTokens : 0;
        if (facts.completionTokens != Tokens.UNKNOWN) {
            return new Tokens(
                    prompt, facts.cachedPromptTokens, facts.completionTokens, hidden, TokenSource.USAGE, chunks);
        }
        return chunks == 0
                ? new Tokens(prompt, facts.cachedPromptTokens, Tokens.UNKNOWN, 0, null, 0)
                : new Tokens(prompt, facts.cachedPromptTokens, chunks, 0, TokenSource.CHUNKS, chunks);
    }
}

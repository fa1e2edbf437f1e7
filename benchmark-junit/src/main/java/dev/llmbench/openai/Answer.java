package dev.llmbench.openai;

import static dev.llmbench.sample.Moments.ABSENT;

import dev.llmbench.sample.ChunkGaps;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.ReadingNote;
import dev.llmbench.sample.ReadingNote.Kind;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.Tokens;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one response body as it comes. Moments are in microseconds from the start of the run. Belongs to one I/O thread.
 */
abstract sealed class Answer permits StreamedAnswer, WholeAnswer, RefusedAnswer {
    final ChunkFacts facts = new ChunkFacts();

    /** The status that the response came with. */
    int status = 200;

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

    /** The connection broke inside the body; says whether the part that had come tells more than that. */
    boolean brokeOff(long now) {
        return hasFailed();
    }

    /** Fails the answer; the first failure holds. */
    final void fail(Outcome outcome, String message) {
        if (failure == null) {
            failure = outcome;
            error = message;
        }
    }

    /** Notes that the rest of the body changes nothing: a server may send without end. */
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

    /** The failure in words, null if there is none. */
    final @Nullable String error() {
        return error;
    }

    /** Whether its events come one by one. */
    boolean isStreamed() {
        return false;
    }

    /** Whether there is output, seen when it came or not. */
    final boolean hasOutput() {
        return chunks > 0 || facts.content || facts.reasoning;
    }

    /** The server's own count of the output, compared with what was seen of it. */
    final CountedOutput counted() {
        return CountedOutput.of(facts, hasOutput(), isStreamed());
    }

    /** The token counts as far as they are known: the server's own, else the events with output, else the dataset's. */
    final Tokens tokens(int datasetPromptTokens) {
        CountedOutput counted = counted();
        int prompt = promptTokens(counted) == Tokens.UNKNOWN ? datasetPromptTokens : promptTokens(counted);
        if (counted.output() != Tokens.UNKNOWN) {
            return new Tokens(
                    prompt, facts.cachedPromptTokens, counted.output(), counted.hidden(), TokenSource.USAGE, chunks);
        }
        return chunks == 0
                ? new Tokens(prompt, facts.cachedPromptTokens, Tokens.UNKNOWN, 0, null, 0)
                : new Tokens(prompt, facts.cachedPromptTokens, chunks, 0, TokenSource.CHUNKS, chunks);
    }

    /** The server's own count; none of zero tokens beside a count of the output that is not believed either. */
    final int promptTokens(CountedOutput counted) {
        boolean empty = facts.promptTokens == 0 && !counted.isBelieved();
        return empty ? Tokens.UNKNOWN : facts.promptTokens;
    }

    /** How an answer that ended ok was read, where that is not as usual; mostly empty. */
    final List<ReadingNote> notes() {
        CountedOutput counted = counted();
        String fields = facts.unknownFields();
        boolean nothingShown = isStreamed() && chunks == 0 && counted.output() > 0;
        if (counted.notes().isEmpty() && fields == null && !facts.odd && !nothingShown) {
            return List.of();
        }
        List<ReadingNote> notes = new ArrayList<>(counted.notes());
        if (fields != null) {
            notes.add(new ReadingNote(Kind.UNKNOWN_FIELDS, fields));
        }
        if (nothingShown) {
            notes.add(new ReadingNote(Kind.NOTHING_SHOWN, facts.elsewhere()));
        }
        if (facts.odd && facts.finishReason != null) {
            notes.add(new ReadingNote(Kind.UNKNOWN_FINISH_REASON, facts.finishReason));
        }
        return notes;
    }

    /** Puts the status before the text, unless it is the usual one. */
    final String saysStatus(String text) {
        return status == 200 ? text : "HTTP " + status + ": " + text;
    }

    /** The status of a response without a body. */
    final String emptyBody() {
        return "HTTP " + status + " with an empty body";
    }

    /** Fails the answer where its finish reason tells of a failure, and nothing else did. */
    final void failByFinishReason() {
        if (facts.failed) {
            String detail = facts.finishDetail;
            boolean saysMore = detail != null && !detail.equals(facts.finishReason);
            fail(
                    Outcome.IN_BAND,
                    "the answer ended with finish_reason \"" + facts.finishReason + "\""
                            + (saysMore ? ": " + ErrorText.of(String.valueOf(detail)) : ""));
        }
    }
}

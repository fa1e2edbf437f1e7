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

    /** Receives the generated text; null if nobody needs it. */
    final @Nullable OutputListener output;

    private boolean givenUp;
    private @Nullable Outcome failure;
    private @Nullable String error;

    Answer(@Nullable OutputListener output) {
        this.output = output;
    }

    /** Reads the bytes of one socket read at the given time; they may have arrived earlier by as much as {@code late}. */
    abstract void read(byte[] bytes, int from, int to, long now, long late);

    /** Whether the body has said that it is complete, even if more bytes follow. */
    boolean isComplete() {
        return false;
    }

    /** Takes the regular end of the body. */
    abstract void end(long now);

    /** Takes a broken connection, and returns whether the part of the body that arrived explains more than that. */
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

    /** Ignores the rest of the body, since a server may never stop sending. */
    final void giveUp() {
        givenUp = true;
    }

    /** Whether the rest of the body is ignored. */
    final boolean isGivenUp() {
        return givenUp;
    }

    final boolean hasFailed() {
        return failure != null;
    }

    /** Returns the outcome of a response that was received completely. */
    final Outcome outcome() {
        return failure == null ? Outcome.OK : failure;
    }

    /** The failure in words, null if there is none. */
    final @Nullable String error() {
        return error;
    }

    /** Whether the answer is a stream of events. */
    boolean isStreamed() {
        return false;
    }

    /** Whether there is any output, even if the moment of its arrival is unknown. */
    final boolean hasOutput() {
        return chunks > 0 || facts.content || facts.reasoning;
    }

    /** The server's own count of the output, checked against the output received. */
    final CountedOutput counted() {
        return CountedOutput.of(facts, hasOutput(), isStreamed());
    }

    /**
     * The known token counts: the server's own, or else the number of events with output and the dataset's count of the prompt.
     */
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

    /** The server's own count, unless it is zero beside an implausible count of the output. */
    final int promptTokens(CountedOutput counted) {
        boolean empty = facts.promptTokens == 0 && !counted.isBelieved();
        return empty ? Tokens.UNKNOWN : facts.promptTokens;
    }

    /** Notes on anything unusual in how a successful answer was read; usually empty. */
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

    /** Prefixes the text with the status unless it is 200. */
    final String saysStatus(String text) {
        return status == 200 ? text : "HTTP " + status + ": " + text;
    }

    /** Describes a response without a body. */
    final String emptyBody() {
        return "HTTP " + status + " with an empty body";
    }

    /** Fails the answer if its finish reason reports a failure and it has not failed already. */
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

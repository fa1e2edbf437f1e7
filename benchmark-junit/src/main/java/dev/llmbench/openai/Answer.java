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
 * Reads one response body as it arrives. Moments are in microseconds since the start of the run. Confined to one I/O
 * thread.
 */
abstract sealed class Answer permits StreamedAnswer, WholeAnswer, RefusedAnswer {
    final ChunkFacts facts = new ChunkFacts();

    /** The status of the response. */
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

    /** Receives the generated text; null if it is not needed. */
    final @Nullable OutputListener output;

    private boolean givenUp;
    private @Nullable Outcome failure;
    private @Nullable String error;

    Answer(@Nullable OutputListener output) {
        this.output = output;
    }

    /** Reads the bytes of one socket read at the given time. They may have arrived earlier by up to {@code late}. */
    abstract void read(byte[] bytes, int from, int to, long now, long late);

    /** Returns whether the body has announced its end, even if more bytes follow. */
    boolean isComplete() {
        return false;
    }

    /** Handles the normal end of the body. */
    abstract void end(long now);

    /** Handles a broken connection. Returns whether the part of the body that has arrived explains more than that. */
    boolean brokeOff(long now) {
        return hasFailed();
    }

    /** Fails the answer. Only the first failure counts. */
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

    /** Returns whether the rest of the body is ignored. */
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

    /** Returns a description of the failure; null if there is none. */
    final @Nullable String error() {
        return error;
    }

    /** Returns whether the answer is a stream of events. */
    boolean isStreamed() {
        return false;
    }

    /** Returns whether there is any output, even if the moment of its arrival is unknown. */
    final boolean hasOutput() {
        return chunks > 0 || facts.content || facts.reasoning;
    }

    /** Returns the server's own count of the output, checked against the output received. */
    final CountedOutput counted() {
        return CountedOutput.of(facts, hasOutput(), isStreamed());
    }

    /**
     * Returns the known token counts: the server's own, or else the number of events with output and the dataset's
     * count of the prompt.
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

    /** Returns the server's own count, unless it is zero and the count of the output is implausible. */
    final int promptTokens(CountedOutput counted) {
        boolean empty = facts.promptTokens == 0 && !counted.isBelieved();
        return empty ? Tokens.UNKNOWN : facts.promptTokens;
    }

    /** Returns notes on anything unusual in how a successful answer was read; usually empty. */
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

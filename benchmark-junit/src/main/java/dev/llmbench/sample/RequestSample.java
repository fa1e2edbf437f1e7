package dev.llmbench.sample;

import static dev.llmbench.sample.Moments.ABSENT;
import static dev.llmbench.sample.Moments.between;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of one request, created once when the request ends. Every metric is computed from moments in whole
 * microseconds, so the CSV reproduces the same figures. A metric that the request does not have is
 * {@link Moments#ABSENT}.
 *
 * <pre>{@code
 * RequestsCsv.reader(Path.of("requests.csv")).replay(sample -> System.out.println(sample.id() + " " + sample.outcome()));
 * }</pre>
 *
 * @param id the {@code x-request-id} that was sent
 * @param test the test that the request belongs to
 * @param arm the endpoint that it went to
 * @param stage the stage in which it was scheduled, counted from 1
 * @param phase warm-up or measured
 * @param user the virtual user that sent it, counted from 1
 * @param promptId the prompt's id in the dataset
 * @param at its moments
 * @param tokens its token counts
 * @param gaps the gaps between its chunks; {@link ChunkGaps#NONE} if only the largest is known
 * @param maxChunkGap the largest of the gaps in microseconds
 * @param status the HTTP status; 0 if there was no response
 * @param outcome the outcome of the request
 * @param finishReason the server's last finish reason; null if there was none
 * @param error the error message; null if there was no error
 * @param part which request of a pair or which turn of a conversation it is; null if it belongs to neither
 * @param notes notes on how its response was read, if that was unusual
 * @param worker the number of the worker that sent it, counted from 1; 0 if the test's own JVM did
 */
public record RequestSample(
        String id,
        String test,
        Arm arm,
        int stage,
        Phase phase,
        int user,
        String promptId,
        Moments at,
        Tokens tokens,
        ChunkGaps gaps,
        long maxChunkGap,
        int status,
        Outcome outcome,
        @Nullable String finishReason,
        @Nullable String error,
        @Nullable RoundPart part,
        List<ReadingNote> notes,
        int worker) {

    public RequestSample {
        notes = List.copyOf(notes);
    }

    /** Returns a builder with the given moments, for a measured request of the first stage that ended ok. */
    public static SampleBuilder builder(Moments at) {
        return new SampleBuilder(at);
    }

    /** Returns a builder that starts with this sample. */
    public SampleBuilder toBuilder() {
        return new SampleBuilder(this);
    }

    /** Returns this sample as a request of a pair or a turn of a conversation. */
    public RequestSample in(@Nullable RoundPart itsPart) {
        return toBuilder().part(itsPart).build();
    }

    /** Returns the place in a pair; null if the request belongs to none. */
    public @Nullable PairPart pair() {
        return part instanceof PairPart pair ? pair : null;
    }

    /** Returns the turn of a conversation; null if the request belongs to none. */
    public @Nullable TurnPart turn() {
        return part instanceof TurnPart turn ? turn : null;
    }

    /**
     * Returns whether a delay of the load generator may have caused the failure of the request: a timeout after a wait
     * that was really shorter, or a connection that broke unobserved.
     *
     * @param timeoutMicros the request timeout; a request that timed out earlier was idle for too long
     */
    public boolean mayHaveFailedByDelay(long timeoutMicros) {
        long delay = at.delays().end();
        return switch (outcome) {
            case RESET -> delay > 0;
            case TIMEOUT -> {
                long waited = at.end() - at.dispatched();
                yield waited < timeoutMicros
                        ? delay > 0
                        : waited - delay - at.delays().beforeSent() < timeoutMicros;
            }
            default -> false;
        };
    }

    /** Returns whether there is a note of the given kind. */
    public boolean isNoted(ReadingNote.Kind kind) {
        for (ReadingNote note : notes) {
            if (note.kind() == kind) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the response was streamed and its first and last token are guesses. */
    public boolean isGuessed() {
        return !notes.isEmpty()
                && ((isNoted(ReadingNote.Kind.NOTHING_SHOWN) && tokens.streamed() > 0)
                        || (isNoted(ReadingNote.Kind.UNKNOWN_FIELDS) && tokens.chunks() > 0));
    }

    /** Returns whether {@link #tpot()} is based on guessed moments or on a guessed number of tokens. */
    public boolean isTpotGuessed() {
        return !notes.isEmpty() && (isGuessed() || isNoted(ReadingNote.Kind.MORE_TOKENS_THAN_SHOWN));
    }

    /**
     * Returns whether it ended ok and was not streamed, so that it has a first byte but no first token. Rows written by
     * older versions have neither.
     */
    private boolean isWhole() {
        return outcome == Outcome.OK && at.firstToken() == ABSENT && !isNoted(ReadingNote.Kind.NOTHING_SHOWN);
    }

    /** Returns when the response began: its head, or the first byte of a document that was not streamed. */
    private long answered() {
        return at.firstEvent() != ABSENT && isWhole() ? at.firstEvent() : at.headers();
    }

    /**
     * Returns the time to first token, from the first byte sent; {@link #waiting()} for a response that is not
     * streamed.
     */
    public long ttft() {
        return between(at.sent(), isWhole() ? answered() : at.firstToken());
    }

    /** Returns the time to first token from the scheduled moment, which is free of coordinated omission. */
    public long ttftFromSchedule() {
        return between(at.scheduled(), isWhole() ? answered() : at.firstToken());
    }

    /** Returns the time to the first output other than reasoning. */
    public long ttfo() {
        return between(at.sent(), at.firstContent());
    }

    /** Returns the time to open a connection for this request. */
    public long connect() {
        return at.connect();
    }

    /**
     * Returns the generator's own delay: from the scheduled moment to the first byte sent, without the time to connect.
     */
    public long dispatchLag() {
        return at.sent() == ABSENT ? ABSENT : Math.max(0, at.sent() - at.scheduled() - Math.max(0, at.connect()));
    }

    /**
     * Returns the time from the first byte sent to the response head, or to the first byte of a document that is not
     * streamed.
     */
    public long waiting() {
        return between(at.sent(), answered());
    }

    /**
     * Returns the time per output token after the first, rounded to the microsecond. Requires at least two streamed
     * tokens in more than one read. If only a summary of the reasoning was shown, it counts from the output that
     * follows.
     */
    public long tpot() {
        int streamed = tokens.streamed();
        long stream = between(firstStreamed(), at.lastToken());
        if (stream <= 0 || streamed < 2) {
            return ABSENT;
        }
        long micros = Math.round((double) stream / (streamed - 1));
        return micros == 0 ? ABSENT : micros;
    }

    /** Returns when the first token counted by {@link Tokens#streamed} arrived. */
    private long firstStreamed() {
        return showsSummary() ? at.firstContent() : at.firstToken();
    }

    private boolean showsSummary() {
        return tokens.hiddenReasoning() > 0 && at.firstReasoning() != ABSENT;
    }

    /** Returns the time from the first byte sent to the end of the response. */
    public long e2e() {
        return between(at.sent(), at.end());
    }

    /** Returns the time from the scheduled moment to the end of the response. */
    public long e2eFromSchedule() {
        return between(at.scheduled(), at.end());
    }

    /**
     * Returns how much earlier the first token may have arrived, or the response head if {@link #ttft()} depends on it.
     */
    public long firstTokenDelay() {
        return at.firstEvent() == ABSENT ? at.delays().headers() : at.delays().first();
    }

    /** Returns how much earlier {@link #waiting()} may have ended. */
    public long waitingDelay() {
        return at.firstEvent() != ABSENT && isWhole()
                ? at.delays().first()
                : at.delays().headers();
    }

    /** Returns how much of {@link #tpot()} may be due to the generator, which received the last token late. */
    public long tpotDelay() {
        return perToken(at.delays().last());
    }

    /** Returns how much too short {@link #tpot()} may be because the generator received the first token late. */
    public long tpotShortening() {
        return perToken(showsSummary() ? at.delays().content() : at.delays().first());
    }

    private long perToken(long micros) {
        int intervals = Math.max(1, tokens.streamed() - 1);
        return (micros + intervals - 1) / intervals;
    }

    /** Returns how long the request had been waiting for its first token when it was cut off. */
    public long waitedForFirstToken(long from) {
        return at.firstToken() == ABSENT ? between(from, at.end()) : between(from, at.firstToken());
    }

    /** Returns how long the request had been waiting for its first output other than reasoning when it was cut off. */
    public long waitedForFirstContent() {
        return at.firstContent() == ABSENT ? between(at.sent(), at.end()) : ttfo();
    }

    /**
     * Returns how long the request had been waiting for its next chunk when it was cut off, or its longest wait before
     * that.
     */
    public long waitedForChunk() {
        return Math.max(maxChunkGap, between(at.lastToken(), at.end()));
    }

    /** Returns the shortest possible time per token of a stream that was cut off. */
    public long waitedPerToken() {
        return at.firstToken() == ABSENT ? ABSENT : between(at.firstToken(), at.end()) / Math.max(1, tokens.chunks());
    }
}

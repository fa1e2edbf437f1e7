package dev.llmbench.sample;

import static dev.llmbench.sample.Moments.ABSENT;
import static dev.llmbench.sample.Moments.between;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured of one request. Made once, when the request ends, and never changed. Every metric is worked out
 * from the whole microseconds of its moments, so that the CSV gives the same figures again. A metric that the request
 * does not have is {@link Moments#ABSENT}.
 *
 * <pre>{@code
 * RequestsCsv.reader(Path.of("requests.csv")).replay(sample -> System.out.println(sample.id() + " " + sample.outcome()));
 * }</pre>
 *
 * @param id the {@code x-request-id} that was sent
 * @param test the test that the request belongs to
 * @param stage the stage in which it was scheduled, counted from 1
 * @param phase warm-up or measured
 * @param user the virtual user that sent it, counted from 1
 * @param promptId the prompt's id in the dataset
 * @param at its moments
 * @param tokens its token counts
 * @param gaps the gaps between its chunks, {@link ChunkGaps#NONE} where only the largest is known
 * @param maxChunkGap the largest of the gaps in microseconds
 * @param status the HTTP status, 0 where no response came
 * @param outcome how it ended
 * @param finishReason the server's last finish reason, null where it gave none
 * @param error what went wrong, null where nothing did
 * @param part which request of a pair or which turn of a conversation it is, null where it belongs to neither
 * @param notes how its answer was read, where that was not as usual
 */
public record RequestSample(
        String id,
        String test,
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
        List<ReadingNote> notes) {

    public RequestSample {
        notes = List.copyOf(notes);
    }

    /** A sample of a request that belongs to no pair and to no conversation. */
    public RequestSample(
            String id,
            String test,
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
            @Nullable String error) {
        this(
                id,
                test,
                stage,
                phase,
                user,
                promptId,
                at,
                tokens,
                gaps,
                maxChunkGap,
                status,
                outcome,
                finishReason,
                error,
                (RoundPart) null);
    }

    /** A sample of an answer that was read as usual. */
    public RequestSample(
            String id,
            String test,
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
            @Nullable RoundPart part) {
        this(
                id,
                test,
                stage,
                phase,
                user,
                promptId,
                at,
                tokens,
                gaps,
                maxChunkGap,
                status,
                outcome,
                finishReason,
                error,
                part,
                List.of());
    }

    /** The same sample as a request of a pair or a turn of a conversation. */
    public RequestSample in(@Nullable RoundPart itsPart) {
        return new RequestSample(
                id,
                test,
                stage,
                phase,
                user,
                promptId,
                at,
                tokens,
                gaps,
                maxChunkGap,
                status,
                outcome,
                finishReason,
                error,
                itsPart,
                notes);
    }

    /** The same sample with other counts of its tokens. */
    public RequestSample counted(Tokens counts) {
        return new RequestSample(
                id,
                test,
                stage,
                phase,
                user,
                promptId,
                at,
                counts,
                gaps,
                maxChunkGap,
                status,
                outcome,
                finishReason,
                error,
                part,
                notes);
    }

    /** The same sample with notes on how its answer was read. */
    public RequestSample noted(List<ReadingNote> itsNotes) {
        return new RequestSample(
                id,
                test,
                stage,
                phase,
                user,
                promptId,
                at,
                tokens,
                gaps,
                maxChunkGap,
                status,
                outcome,
                finishReason,
                error,
                part,
                itsNotes);
    }

    /** The same sample with what a server said of its end in other words. */
    public RequestSample saying(@Nullable String itsFinishReason, @Nullable String itsError) {
        return new RequestSample(
                id,
                test,
                stage,
                phase,
                user,
                promptId,
                at,
                tokens,
                gaps,
                maxChunkGap,
                status,
                outcome,
                itsFinishReason,
                itsError,
                part,
                notes);
    }

    /** Which request of a pair it is, null where it is of none. */
    public @Nullable PairPart pair() {
        return part instanceof PairPart pair ? pair : null;
    }

    /** Which turn of a conversation it is, null where it is of none. */
    public @Nullable TurnPart turn() {
        return part instanceof TurnPart turn ? turn : null;
    }

    /**
     * Whether a delay of the load generator may be why the request failed: a timeout that truly waited for less than its time,
     * or a connection that broke while nobody looked.
     *
     * @param timeoutMicros the time that a request has in all; one that timed out earlier had been idle
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

    /** Whether there is a note of the kind. */
    public boolean isNoted(ReadingNote.Kind kind) {
        for (ReadingNote note : notes) {
            if (note.kind() == kind) {
                return true;
            }
        }
        return false;
    }

    /** Whether the answer was streamed and it is a guess which of its events were its first and last token. */
    public boolean isGuessed() {
        return !notes.isEmpty()
                && ((isNoted(ReadingNote.Kind.NOTHING_SHOWN) && tokens.streamed() > 0)
                        || (isNoted(ReadingNote.Kind.UNKNOWN_FIELDS) && tokens.chunks() > 0));
    }

    /** Whether {@link #tpot()} rests on a guess, be the number of tokens known or not. */
    public boolean isTpotGuessed() {
        return !notes.isEmpty() && (isGuessed() || isNoted(ReadingNote.Kind.MORE_TOKENS_THAN_SHOWN));
    }

    /**
     * Whether it ended ok and was not streamed: then it has a first byte and no first token. Rows that older versions wrote
     * have not even that.
     */
    private boolean isWhole() {
        return outcome == Outcome.OK && at.firstToken() == ABSENT && !isNoted(ReadingNote.Kind.NOTHING_SHOWN);
    }

    /** When the first of the answer came: its head, or the first byte of a document that was not streamed. */
    private long answered() {
        return at.firstEvent() != ABSENT && isWhole() ? at.firstEvent() : at.headers();
    }

    /** Time to first token, from the first byte sent; of a response that is not streamed, {@link #waiting()}. */
    public long ttft() {
        return between(at.sent(), isWhole() ? answered() : at.firstToken());
    }

    /** Time to first token from the moment that the plan wanted: free of coordinated omission. */
    public long ttftFromSchedule() {
        return between(at.scheduled(), isWhole() ? answered() : at.firstToken());
    }

    /** Time to the first output other than reasoning. */
    public long ttfo() {
        return between(at.sent(), at.firstContent());
    }

    /** Length of opening a connection for this request. */
    public long connect() {
        return at.connect();
    }

    /** The generator's own delay: from schedule to the first byte sent, without the time to connect. */
    public long dispatchLag() {
        return at.sent() == ABSENT ? ABSENT : Math.max(0, at.sent() - at.scheduled() - Math.max(0, at.connect()));
    }

    /** From the first byte sent to the response head; to the first byte of the document where it is not streamed. */
    public long waiting() {
        return between(at.sent(), answered());
    }

    /**
     * Time per output token after the first, rounded to the microsecond; needs two or more tokens that were streamed, in
     * more than one read. Where only a summary of the reasoning was shown it counts from the output that follows.
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

    /** When the first of the tokens that {@link Tokens#streamed} counts came. */
    private long firstStreamed() {
        return showsSummary() ? at.firstContent() : at.firstToken();
    }

    private boolean showsSummary() {
        return tokens.hiddenReasoning() > 0 && at.firstReasoning() != ABSENT;
    }

    /** From the first byte sent to the end of the response. */
    public long e2e() {
        return between(at.sent(), at.end());
    }

    /** From the moment that the plan wanted to the end of the response. */
    public long e2eFromSchedule() {
        return between(at.scheduled(), at.end());
    }

    /** How much earlier the first token may have come, or the response head where {@link #ttft()} goes by that. */
    public long firstTokenDelay() {
        return at.firstEvent() == ABSENT ? at.delays().headers() : at.delays().first();
    }

    /** How much earlier what ended {@link #waiting()} may have come. */
    public long waitingDelay() {
        return at.firstEvent() != ABSENT && isWhole()
                ? at.delays().first()
                : at.delays().headers();
    }

    /** How much of {@link #tpot()} may be the generator's own, which received the last token late. */
    public long tpotDelay() {
        return perToken(at.delays().last());
    }

    /** How much {@link #tpot()} may lack, since the generator received the first token late. */
    public long tpotShortening() {
        return perToken(showsSummary() ? at.delays().content() : at.delays().first());
    }

    private long perToken(long micros) {
        int intervals = Math.max(1, tokens.streamed() - 1);
        return (micros + intervals - 1) / intervals;
    }

    /** How long the request had been waiting for its first token when it was cut off. */
    public long waitedForFirstToken(long from) {
        return at.firstToken() == ABSENT ? between(from, at.end()) : between(from, at.firstToken());
    }

    /** How long the request had been waiting for its first output other than reasoning when it was cut off. */
    public long waitedForFirstContent() {
        return at.firstContent() == ABSENT ? between(at.sent(), at.end()) : ttfo();
    }

    /** How long the request had been waiting for its next chunk when it was cut off, or its longest wait before. */
    public long waitedForChunk() {
        return Math.max(maxChunkGap, between(at.lastToken(), at.end()));
    }

    /** The least time per token that the cut-off stream can have had. */
    public long waitedPerToken() {
        return at.firstToken() == ABSENT ? ABSENT : between(at.firstToken(), at.end()) / Math.max(1, tokens.chunks());
    }
}

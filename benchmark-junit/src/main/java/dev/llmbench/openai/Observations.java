package dev.llmbench.openai;

import static dev.llmbench.sample.Moments.ABSENT;

import dev.llmbench.sample.ChunkGaps;
import dev.llmbench.sample.Delays;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.ReadingNote;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.Tokens;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The observations of one request so far, of which its sample will be made. Times are in microseconds of the run. */
final class Observations {
    private final Call call;
    private final long dispatched;
    long connect = ABSENT;
    long sent = ABSENT;
    long headers = ABSENT;
    long lateConnect;
    long lateSent;
    long lateHeaders;
    long lateEnd;
    int status;

    @Nullable
    String unreadableRetryAfter;

    // Looked at from other threads too, while it grows.
    volatile @Nullable Answer answer;

    /** A request that is dispatched now. */
    Observations(Call call) {
        this.call = call;
        this.dispatched = call.clock().micros();
    }

    /** The sample of a request that ended at the given time, without what its head keeps secret. */
    RequestSample sample(long end, Outcome outcome, @Nullable String error, RequestHead head) {
        Answer read = answer;
        ChunkGaps gaps = read == null ? ChunkGaps.NONE : read.gaps.gaps();
        return new RequestSample(
                        call.id(),
                        call.test(),
                        call.stage(),
                        call.phase(),
                        call.user(),
                        call.request().promptId(),
                        moments(read, end, lateEnd),
                        read == null
                                ? Tokens.NONE
                                : read.tokens(call.request().promptTokens().orElse(Tokens.UNKNOWN)),
                        gaps,
                        gaps.max(),
                        status,
                        outcome,
                        read == null ? null : shown(read.facts.finishReason, head),
                        shown(error, head))
                .noted(notes(read, outcome, head));
    }

    private List<ReadingNote> notes(@Nullable Answer read, Outcome outcome, RequestHead head) {
        if (unreadableRetryAfter != null) {
            return List.of(new ReadingNote(ReadingNote.Kind.UNREADABLE_RETRY_AFTER, head.masked(unreadableRetryAfter)));
        }
        if (read == null || outcome != Outcome.OK) {
            return List.of();
        }
        return read.notes().stream()
                .map(note -> new ReadingNote(note.kind(), head.masked(note.detail())))
                .toList();
    }

    private static @Nullable String shown(@Nullable String said, RequestHead head) {
        return said == null ? null : head.masked(said);
    }

    /**
     * The moments of a request that goes on. From any thread.
     *
     * @param lateNow for how long something may have come by now that was not read
     */
    Moments soFar(long lateNow) {
        return moments(answer, call.clock().micros(), lateNow);
    }

    private Moments moments(@Nullable Answer read, long end, long late) {
        return new Moments(
                call.scheduled(),
                dispatched,
                connect,
                sent,
                headers,
                read == null ? ABSENT : read.firstEvent,
                read == null ? ABSENT : read.firstReasoning,
                read == null ? ABSENT : read.firstContent,
                read == null ? ABSENT : read.lastToken,
                Math.max(end, call.scheduled()),
                delays(read, late));
    }

    private Delays delays(@Nullable Answer read, long late) {
        return read == null
                ? Delays.of(lateConnect, lateSent, lateHeaders, 0, 0, 0, late)
                : Delays.of(lateConnect, lateSent, lateHeaders, read.lateFirst, read.lateContent, read.lateLast, late);
    }
}

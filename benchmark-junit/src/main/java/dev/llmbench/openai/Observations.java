package dev.llmbench.openai;

import static dev.llmbench.sample.Moments.ABSENT;

import dev.llmbench.sample.Delays;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.MomentsBuilder;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.ReadingNote;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleBuilder;
import dev.llmbench.sample.Tokens;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The observations of one request so far, from which its sample is created. Times are in microseconds since the start
 * of the run.
 */
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

    // Other threads read this while it grows.
    volatile @Nullable Answer answer;

    /** Starts observing a request that is dispatched now. */
    Observations(Call call) {
        this.call = call;
        this.dispatched = call.clock().micros();
    }

    /** Returns the sample of a request that ended at the given time, with the secrets of its head masked. */
    RequestSample sample(long end, Outcome outcome, @Nullable String error, RequestHead head) {
        Answer read = answer;
        SampleBuilder sample = call.sample(moments(read, end, lateEnd))
                .status(status)
                .outcome(outcome, shown(error, head))
                .notes(notes(read, outcome, head));
        if (read != null) {
            sample.tokens(read.tokens(call.request().promptTokens().orElse(Tokens.UNKNOWN)))
                    .gaps(read.gaps.gaps())
                    .finishReason(shown(read.facts.finishReason, head));
        }
        return sample.build();
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
     * Returns the moments of a request that is still in flight. May be called by any thread.
     *
     * @param lateNow how long bytes may have been waiting to be read
     */
    Moments soFar(long lateNow) {
        return moments(answer, call.clock().micros(), lateNow);
    }

    private Moments moments(@Nullable Answer read, long end, long late) {
        MomentsBuilder at = Moments.scheduledAt(call.scheduled())
                .dispatched(dispatched)
                .connect(connect)
                .sent(sent)
                .headers(headers)
                .end(Math.max(end, call.scheduled()));
        if (read == null) {
            return at.delays(Delays.of(lateConnect, lateSent, lateHeaders, 0, 0, 0, late))
                    .build();
        }
        return at.firstEvent(read.firstEvent)
                .firstReasoning(read.firstReasoning)
                .firstContent(read.firstContent)
                .lastToken(read.lastToken)
                .delays(Delays.of(
                        lateConnect, lateSent, lateHeaders, read.lateFirst, read.lateContent, read.lateLast, late))
                .build();
    }
}

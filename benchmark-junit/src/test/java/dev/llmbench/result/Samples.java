package dev.llmbench.result;

import static dev.llmbench.sample.Moments.ABSENT;

import dev.llmbench.sample.ChunkGaps;
import dev.llmbench.sample.Delays;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.Tokens;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes samples for tests. Without further words a sample is of the first stage, scheduled and sent at the start of the
 * run, streamed its first of five tokens after 100 ms and its last after 500 ms, and ended with that. Lengths count from
 * the moment at which the request was sent.
 */
public final class Samples {
    private final Outcome outcome;
    private final @Nullable String error;
    private int stage = 1;
    private Phase phase = Phase.MEASURED;
    private long scheduled;
    private long lag;
    private long connect = ABSENT;
    private boolean sent = true;
    private long headers = 50_000;
    private long firstEvent = 60_000;
    private long reasoning = ABSENT;
    private long content = 100_000;
    private long lastToken = 500_000;
    private long end = 500_000;
    private Tokens tokens = new Tokens(50, 0, 5, 0, TokenSource.USAGE, 5);
    private ChunkGaps gaps = ChunkGaps.NONE;
    private Delays delays = Delays.NONE;

    private Samples(Outcome outcome, @Nullable String error) {
        this.outcome = outcome;
        this.error = error;
    }

    /** A request that ended ok. */
    public static Samples ok() {
        return new Samples(Outcome.OK, null);
    }

    /** A request that ended ok, with the given TTFT. */
    public static RequestSample okWithTtft(Duration ttft) {
        return ok().ttft(ttft).sample();
    }

    /** A request that failed before any event came. */
    public static Samples failed(Outcome outcome, String error) {
        return new Samples(outcome, error).withoutToken();
    }

    /** A request that was cut off after waiting so long without a token. */
    public static RequestSample hung(Outcome outcome, Duration waited) {
        return new Samples(outcome, "cut off").withoutToken().e2e(waited).sample();
    }

    /** A request that was cut off while it streamed. */
    public static Samples interrupted() {
        return new Samples(Outcome.INTERRUPTED, null);
    }

    public Samples stage(int number) {
        stage = number;
        return this;
    }

    public Samples warmup() {
        phase = Phase.WARMUP;
        return this;
    }

    public Samples scheduledAt(Duration fromStart) {
        scheduled = micros(fromStart);
        return this;
    }

    /** The generator's own delay before it sent, without the connection. */
    public Samples lag(Duration length) {
        lag = micros(length);
        return this;
    }

    public Samples connect(Duration length) {
        connect = micros(length);
        return this;
    }

    public Samples neverSent() {
        sent = false;
        return this;
    }

    public Samples headers(Duration afterSent) {
        headers = micros(afterSent);
        return this;
    }

    public Samples reasoning(Duration afterSent) {
        reasoning = micros(afterSent);
        return this;
    }

    /** The first content, and the last token with it where that would come before. */
    public Samples ttft(Duration afterSent) {
        content = micros(afterSent);
        return lastToken(Duration.ofNanos(1_000 * Math.max(lastToken, content)));
    }

    public Samples withoutContent() {
        content = ABSENT;
        return this;
    }

    public Samples withoutToken() {
        content = ABSENT;
        firstEvent = ABSENT;
        lastToken = ABSENT;
        tokens = Tokens.NONE;
        return this;
    }

    /** A whole response instead of a stream of events. */
    public Samples notStreamed() {
        content = ABSENT;
        firstEvent = ABSENT;
        lastToken = ABSENT;
        return this;
    }

    /** The last token, and the end with it where that would come before. */
    public Samples lastToken(Duration afterSent) {
        lastToken = micros(afterSent);
        end = Math.max(end, lastToken);
        return this;
    }

    public Samples e2e(Duration afterSent) {
        end = micros(afterSent);
        return this;
    }

    public Samples tokens(int prompt, int output, int hiddenReasoning) {
        tokens = new Tokens(prompt, 0, output, hiddenReasoning, TokenSource.USAGE, output - hiddenReasoning);
        return this;
    }

    public Samples tokens(Tokens counted) {
        tokens = counted;
        return this;
    }

    /** So many tokens of the prompt came from the server's cache. */
    public Samples cachedPrompt(int cached) {
        tokens = new Tokens(
                tokens.prompt(), cached, tokens.output(), tokens.hiddenReasoning(), tokens.source(), tokens.chunks());
        return this;
    }

    public Samples gaps(Duration... lengths) {
        ChunkGaps.Collector collector = new ChunkGaps.Collector();
        for (Duration length : lengths) {
            collector.add(micros(length), 0);
        }
        gaps = collector.gaps();
        return this;
    }

    /** How much earlier its moments may have been. */
    public Samples late(Delays earlier) {
        delays = earlier;
        return this;
    }

    /** All that it received may have come that much earlier. */
    public Samples receivedLate(Duration earlier) {
        long late = micros(earlier);
        return late(new Delays(0, 0, late, late, late, late, late));
    }

    public RequestSample sample() {
        long sentAt = scheduled + lag + Math.max(0, connect);
        return RequestSample.builder(Moments.scheduledAt(scheduled)
                        .dispatched(scheduled)
                        .connect(connect)
                        .sent(sent ? sentAt : ABSENT)
                        .headers(from(sentAt, headers))
                        .firstEvent(from(sentAt, firstEvent))
                        .firstReasoning(from(sentAt, reasoning))
                        .firstContent(from(sentAt, content))
                        .lastToken(from(sentAt, lastToken))
                        .end(sentAt + end)
                        .delays(delays)
                        .build())
                .id("00000000-0000-4000-8000-000000000000")
                .test("ChatLatencyIT.chatStaysFast")
                .stage(stage)
                .phase(phase)
                .promptId("prompt-1")
                .tokens(tokens)
                .gaps(gaps)
                .status(outcome == Outcome.OK ? 200 : 0)
                .outcome(outcome, error)
                .finishReason(outcome == Outcome.OK ? "stop" : null)
                .build();
    }

    private long from(long sentAt, long length) {
        return length == ABSENT || !sent ? ABSENT : sentAt + length;
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}

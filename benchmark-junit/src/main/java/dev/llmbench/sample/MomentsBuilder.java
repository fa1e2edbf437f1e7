package dev.llmbench.sample;

import static dev.llmbench.sample.Moments.ABSENT;

/**
 * Builds the moments of a request. Moments that are not set are absent.
 *
 * <pre>{@code
 * Moments at = Moments.scheduledAt(1_000).sent(1_200).headers(5_000).end(9_000).build();
 * }</pre>
 */
public final class MomentsBuilder {
    private long scheduled;
    private long dispatched = ABSENT;
    private long connect = ABSENT;
    private long sent = ABSENT;
    private long headers = ABSENT;
    private long firstEvent = ABSENT;
    private long firstReasoning = ABSENT;
    private long firstContent = ABSENT;
    private long lastToken = ABSENT;
    private long end;
    private Delays delays = Delays.NONE;

    MomentsBuilder(long scheduled) {
        this.scheduled = scheduled;
    }

    MomentsBuilder(Moments at) {
        scheduled = at.scheduled();
        dispatched = at.dispatched();
        connect = at.connect();
        sent = at.sent();
        headers = at.headers();
        firstEvent = at.firstEvent();
        firstReasoning = at.firstReasoning();
        firstContent = at.firstContent();
        lastToken = at.lastToken();
        end = at.end();
        delays = at.delays();
    }

    public MomentsBuilder scheduled(long scheduled) {
        this.scheduled = scheduled;
        return this;
    }

    public MomentsBuilder dispatched(long dispatched) {
        this.dispatched = dispatched;
        return this;
    }

    public MomentsBuilder connect(long connect) {
        this.connect = connect;
        return this;
    }

    public MomentsBuilder sent(long sent) {
        this.sent = sent;
        return this;
    }

    public MomentsBuilder headers(long headers) {
        this.headers = headers;
        return this;
    }

    public MomentsBuilder firstEvent(long firstEvent) {
        this.firstEvent = firstEvent;
        return this;
    }

    public MomentsBuilder firstReasoning(long firstReasoning) {
        this.firstReasoning = firstReasoning;
        return this;
    }

    public MomentsBuilder firstContent(long firstContent) {
        this.firstContent = firstContent;
        return this;
    }

    public MomentsBuilder lastToken(long lastToken) {
        this.lastToken = lastToken;
        return this;
    }

    public MomentsBuilder end(long end) {
        this.end = end;
        return this;
    }

    public MomentsBuilder delays(Delays delays) {
        this.delays = delays;
        return this;
    }

    public Moments build() {
        return new Moments(
                scheduled,
                dispatched,
                connect,
                sent,
                headers,
                firstEvent,
                firstReasoning,
                firstContent,
                lastToken,
                end,
                delays);
    }
}

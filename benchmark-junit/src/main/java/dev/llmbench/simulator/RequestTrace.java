package dev.llmbench.simulator;

import java.util.Optional;
import java.util.OptionalLong;

/** The facts known so far about a request being served. */
final class RequestTrace {

    private final String id;
    private final String path;
    private final boolean streamed;
    private final int promptTokens;
    private final long received;
    private OptionalLong started = OptionalLong.empty();
    private OptionalLong firstToken = OptionalLong.empty();
    private OptionalLong lastToken = OptionalLong.empty();
    private Optional<Fault> fault = Optional.empty();
    private int outputTokens;
    private int status;
    private long maxLate;

    public RequestTrace(String id, String path, boolean streamed, int promptTokens, long received) {
        this.id = id;
        this.path = path;
        this.streamed = streamed;
        this.promptTokens = promptTokens;
        this.received = received;
    }

    /** Called when its turn has come, at once or after waiting for capacity. */
    void started(long now) {
        started = OptionalLong.of(now);
    }

    void status(int answered) {
        status = answered;
    }

    void fault(Fault played) {
        fault = Optional.of(played);
    }

    void tokens(int count, long now, long due) {
        if (firstToken.isEmpty()) {
            firstToken = OptionalLong.of(now);
        }
        lastToken = OptionalLong.of(now);
        outputTokens += count;
        maxLate = Math.max(maxLate, now - due);
    }

    ServedRequest served(boolean finished) {
        return new ServedRequest(
                id,
                path,
                streamed,
                received,
                started,
                firstToken,
                lastToken,
                promptTokens,
                outputTokens,
                status,
                fault,
                finished,
                maxLate);
    }
}

package dev.llmbench.openai;

import dev.llmbench.sample.RequestSample;
import java.util.function.Consumer;

/** Sends requests. */
public interface Transport extends AutoCloseable {

    /**
     * Sends a request without waiting for the response.
     *
     * @param whenEnded receives the request's one sample, on any thread; must not block
     */
    InFlight send(Call call, Consumer<RequestSample> whenEnded);

    /** Closes all connections. Requests in flight end as interrupted. */
    @Override
    void close();
}

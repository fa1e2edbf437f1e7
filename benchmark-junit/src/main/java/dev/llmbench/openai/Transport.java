package dev.llmbench.openai;

import dev.llmbench.sample.RequestSample;
import java.util.function.Consumer;

/** Makes calls. */
public interface Transport extends AutoCloseable {

    /**
     * Starts one request and returns at once.
     *
     * @param whenEnded takes the request's one sample, on any thread; must not block
     */
    InFlight send(Call call, Consumer<RequestSample> whenEnded);

    /** Closes all connections; what is in flight ends as interrupted. */
    @Override
    void close();
}

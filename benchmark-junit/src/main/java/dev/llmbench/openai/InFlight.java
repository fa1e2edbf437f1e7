package dev.llmbench.openai;

import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import java.time.Duration;
import java.util.Optional;

/** A request that was handed to the transport and has not ended. */
public interface InFlight {

    /**
     * Cuts the request off: its connection is closed and its sample follows with the given outcome, unless it has ended
     * by then. May be called from any thread.
     *
     * @param outcome {@link Outcome#INTERRUPTED} or {@link Outcome#TIMEOUT}
     * @param why stands as the sample's error
     */
    void cut(Outcome outcome, String why);

    /**
     * The moments of the request so far; its end is the time now. May be called from any thread, and is a moment old.
     */
    Moments soFar();

    /**
     * Since when nothing has come, in microseconds of the run: since the last bytes of the response were read, or else since
     * the request was sent. The time now where it is not sent yet, since a connection has a timeout of its own. May be called
     * from any thread.
     */
    long silentSince();

    /**
     * How long a server that was too busy (429 or 503) asked to be left alone, to be asked when the sample has come. Empty where
     * it did not ask.
     */
    Optional<Duration> retryAfter();

    /**
     * The text of the answer, without reasoning, calls of tools and refusals, to be asked when its sample has come. Empty where
     * there is no such text, where it was longer than is kept, and where the client keeps none.
     */
    String said();
}

package dev.llmbench.openai;

import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import java.time.Duration;
import java.util.Optional;

/** A request that was handed to the transport and has not yet ended. */
public interface InFlight {

    /**
     * Cuts the request off: its connection is closed, and its sample has the given outcome unless the request has
     * already ended. May be called by any thread.
     *
     * @param outcome {@link Outcome#INTERRUPTED} or {@link Outcome#TIMEOUT}
     * @param why the sample's error
     */
    void cut(Outcome outcome, String why);

    /**
     * Returns the moments of the request so far, with the current time as its end. May be called by any thread; the
     * result may be slightly outdated.
     */
    Moments soFar();

    /**
     * Returns when the last bytes of the response were read, or else when the request was sent, in microseconds since
     * the start of the run. If it has not been sent, returns the current time, since connecting has its own timeout.
     * May be called by any thread.
     */
    long silentSince();

    /**
     * Returns the pause that an overloaded server (429 or 503) asked for, available once the sample has arrived; empty
     * if it asked for none.
     */
    Optional<Duration> retryAfter();

    /**
     * Returns the text of the answer without reasoning, tool calls and refusals, available once its sample has arrived.
     * Empty if there is no such text, if it was too long to keep, or if the client does not keep texts.
     */
    String said();
}

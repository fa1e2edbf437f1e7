package dev.llmbench.sample;

import java.util.Locale;

/**
 * Where a count of output tokens comes from.
 *
 * <pre>{@code
 * boolean estimated = result.run().tokenSources().contains(TokenSource.CHUNKS);
 * }</pre>
 */
public enum TokenSource {
    /** The server's own {@code usage}. */
    USAGE,
    /** A tokenizer run over the output. */
    TOKENIZER,
    /** The number of events with output, an estimate: servers may send several tokens in one event. */
    CHUNKS;

    /** Returns the word used in CSV: the name in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.llmbench.sample;

import org.jspecify.annotations.Nullable;

/**
 * The token counts of one request; {@link #UNKNOWN} if nobody counted.
 *
 * <pre>{@code
 * RequestsCsv.reader(Path.of("requests.csv")).replay(sample -> System.out.println(sample.tokens().output()));
 * }</pre>
 *
 * @param prompt tokens of the prompt, cached ones included
 * @param cachedPrompt tokens of the prompt that the server took from its cache, as far as it says
 * @param output tokens of the output, reasoning included
 * @param hiddenReasoning reasoning tokens that the server's usage counts and its stream never showed, or showed only a summary
 *     of
 * @param source the source of {@code output}; null if it is unknown
 * @param chunks events with output
 */
public record Tokens(
        int prompt,
        int cachedPrompt,
        int output,
        int hiddenReasoning,
        @Nullable TokenSource source,
        int chunks) {

    /** Stands for an unknown count. */
    public static final int UNKNOWN = -1;

    /** No count of anything. */
    public static final Tokens NONE = new Tokens(UNKNOWN, UNKNOWN, UNKNOWN, 0, null, 0);

    /** The output tokens that were streamed one after another, without reasoning that was never shown. */
    public int streamed() {
        return output == UNKNOWN ? UNKNOWN : output - hiddenReasoning;
    }
}

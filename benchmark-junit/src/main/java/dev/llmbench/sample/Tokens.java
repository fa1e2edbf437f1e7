package dev.llmbench.sample;

import org.jspecify.annotations.Nullable;

/**
 * The token counts of one request; {@link #UNKNOWN} if tokens were not counted.
 *
 * <pre>{@code
 * RequestsCsv.reader(Path.of("requests.csv")).replay(sample -> System.out.println(sample.tokens().output()));
 * }</pre>
 *
 * @param prompt the tokens of the prompt, including cached ones
 * @param cachedPrompt the tokens of the prompt that the server took from its cache, as far as it reports them
 * @param output the tokens of the output, including reasoning
 * @param hiddenReasoning the reasoning tokens that the server's usage counts but its stream did not show, or only
 *     summarized
 * @param source the source of {@code output}; null if it is unknown
 * @param chunks the number of events with output
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

    /** No counts. */
    public static final Tokens NONE = new Tokens(UNKNOWN, UNKNOWN, UNKNOWN, 0, null, 0);

    /** Returns the output tokens that were streamed one after another, without reasoning that was not shown. */
    public int streamed() {
        return output == UNKNOWN ? UNKNOWN : output - hiddenReasoning;
    }
}

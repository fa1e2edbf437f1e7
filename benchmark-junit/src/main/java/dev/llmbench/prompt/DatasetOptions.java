package dev.llmbench.prompt;

import java.time.Duration;
import java.util.Optional;

/**
 * How a dataset is read.
 *
 * @param format how its file is written
 * @param tokenizer counts tokens where a length is to be found from a text
 * @param salted whether each request is to begin with nine words, ten tokens in all, that no other request of the run has, so that no prefix cache serves it
 * @param seed chooses the words of a trace's prompts
 * @param from where a trace is cut at its start, in trace time; zero for its first request
 * @param to where it is cut at its end, likewise; what arrived then is left out; empty for its own end
 */
public record DatasetOptions(
        DatasetFormat format, Tokenizer tokenizer, boolean salted, long seed, Duration from, Optional<Duration> to) {

    /** The format by the file's content; o200k_base's tokens where jtokkit is on the class path, else estimated ones; no salt; the seed 0; traces whole. */
    public static DatasetOptions ofDefaults() {
        return new DatasetOptions(DatasetFormat.AUTO, Tokenizer.best(), false, 0, Duration.ZERO, Optional.empty());
    }

    /** The same with another format. */
    public DatasetOptions withFormat(DatasetFormat other) {
        return new DatasetOptions(other, tokenizer, salted, seed, from, to);
    }

    /** The same with another tokenizer. */
    public DatasetOptions withTokenizer(Tokenizer other) {
        return new DatasetOptions(format, other, salted, seed, from, to);
    }

    /** The same with salt or without. */
    public DatasetOptions withSalt(boolean isSalted) {
        return new DatasetOptions(format, tokenizer, isSalted, seed, from, to);
    }

    /** The same with other words in a trace's prompts. */
    public DatasetOptions withSeed(long other) {
        return new DatasetOptions(format, tokenizer, salted, other, from, to);
    }

    /** The same with a trace cut. */
    public DatasetOptions withWindow(Duration start, Optional<Duration> end) {
        return new DatasetOptions(format, tokenizer, salted, seed, start, end);
    }
}

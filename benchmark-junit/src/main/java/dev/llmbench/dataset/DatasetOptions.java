package dev.llmbench.dataset;

import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.plan.TraceTimeUnit;
import dev.llmbench.prompt.Conversation;
import dev.llmbench.prompt.Tokenizer;
import java.time.Duration;
import java.util.Optional;

/**
 * How a dataset is read.
 *
 * <pre>{@code
 * DatasetOptions options = DatasetOptions.ofDefaults().withFormat(DatasetFormat.SHAREGPT).withConversations(true);
 * }</pre>
 *
 * @param format the format of the file
 * @param tokenizer the tokenizer, for when the length of a text is needed
 * @param salted whether each request begins with nine words, ten tokens in all, that no other request of the run has,
 *     so that no prefix cache serves it; all turns of a conversation begin with the same words
 * @param conversations whether each record is sent turn by turn, as a {@link Conversation}
 * @param trace the part of a trace to read
 */
public record DatasetOptions(
        DatasetFormat format, Tokenizer tokenizer, boolean salted, boolean conversations, OfTrace trace) {

    /**
     * The part of a trace to read, and how to read it.
     *
     * @param seed determines the words of its prompts
     * @param from the start of the replayed window, in trace time; zero for the first request
     * @param to the end of the replayed window, exclusive; empty for the end of the trace
     * @param timeUnit the unit of its times if they are numbers
     */
    public record OfTrace(long seed, Duration from, Optional<Duration> to, TraceTimeUnit timeUnit) {
        static final OfTrace WHOLE = new OfTrace(0, Duration.ZERO, Optional.empty(), TraceTimeUnit.AUTO);
    }

    /**
     * Returns the default options: the format is inferred from the file's content; tokens are counted with o200k_base
     * if jtokkit is on the class path, or else estimated; there is no salt; records are not sent turn by turn; traces
     * are read whole, with seed 0 and a time unit inferred from their times.
     */
    public static DatasetOptions ofDefaults() {
        return new DatasetOptions(DatasetFormat.AUTO, Tokenizer.best(), false, false, OfTrace.WHOLE);
    }

    /** Returns these options with another format. */
    public DatasetOptions withFormat(DatasetFormat other) {
        return new DatasetOptions(other, tokenizer, salted, conversations, trace);
    }

    /** Returns these options with another tokenizer. */
    public DatasetOptions withTokenizer(Tokenizer other) {
        return new DatasetOptions(format, other, salted, conversations, trace);
    }

    /** Returns these options with or without salt. */
    public DatasetOptions withSalt(boolean isSalted) {
        return new DatasetOptions(format, tokenizer, isSalted, conversations, trace);
    }

    /** Returns these options with or without records that are sent turn by turn. */
    public DatasetOptions withConversations(boolean byTurns) {
        return new DatasetOptions(format, tokenizer, salted, byTurns, trace);
    }

    /** Returns these options with another seed for the words of a trace's prompts. */
    public DatasetOptions withSeed(long other) {
        return with(new OfTrace(other, trace.from(), trace.to(), trace.timeUnit()));
    }

    /** Returns these options with a part of a trace. */
    public DatasetOptions withWindow(Duration start, Optional<Duration> end) {
        return with(new OfTrace(trace.seed(), start, end, trace.timeUnit()));
    }

    /** Returns these options with another unit for a trace's times. */
    public DatasetOptions withTimeUnit(TraceTimeUnit other) {
        return with(new OfTrace(trace.seed(), trace.from(), trace.to(), other));
    }

    /** Rejects a time unit for a dataset whose times are not numbers. */
    void requireTimesAsNumbers(String location, DatasetFormat found) {
        if (trace.timeUnit() != TraceTimeUnit.AUTO && !found.hasTimesAsNumbers()) {
            throw new DatasetException("traceTimeUnit = \"" + trace.timeUnit()
                    + "\" is for a trace whose times are numbers, and dataset = \"" + location + "\" is "
                    + found.words() + "; leave it out");
        }
    }

    private DatasetOptions with(OfTrace other) {
        return new DatasetOptions(format, tokenizer, salted, conversations, other);
    }
}

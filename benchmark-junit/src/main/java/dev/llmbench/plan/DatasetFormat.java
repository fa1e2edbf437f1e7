package dev.llmbench.plan;

import dev.llmbench.dataset.Datasets;

/**
 * The format of a dataset's file. Any of them may be compressed with gzip.
 *
 * <pre>{@code
 * LoadTestBuilder described = LoadTest.builder().dataset("burst.csv").datasetFormat(DatasetFormat.BURSTGPT);
 * }</pre>
 */
public enum DatasetFormat {
    /** Detected from the file's first record: the default. */
    AUTO("recognised by content"),

    /**
     * The library's own format: one object per line with {@code prompt} or {@code messages}; see {@link Datasets} for the
     * fields.
     */
    JSONL("JSON lines"),

    /** vLLM's custom dataset: one object per line with {@code prompt} and {@code output_tokens}. */
    VLLM("vLLM's custom JSON lines"),

    /**
     * ShareGPT: objects with {@code conversations} of {@code from} and {@code value}, in one array or one per line. The
     * first turn is the prompt, and the second determines the output length; a conversation with fewer turns is skipped. If
     * conversations are run turn by turn, every user turn with a recorded answer is sent, and the answer determines the
     * output length.
     */
    SHAREGPT("ShareGPT conversations"),

    /**
     * OpenAI's batch format: one object per line with {@code custom_id} and a request's {@code body}, which is sent except
     * for its streaming options; also for embeddings and responses.
     */
    OPENAI_BATCH("OpenAI batch"),

    /**
     * The format of llm-load-test: a line that describes the file, then one object per line with {@code question}, {@code
     * system_prompt}, {@code tok_input_length} and {@code tok_output_length}.
     */
    LLM_LOAD_TEST("llm-load-test's JSON lines"),

    /** The format of GuideLLM: objects, in one array or one per line, with any of the usual column names as fields. */
    GUIDELLM("JSON with GuideLLM's columns"),

    /** Rows under a header with any of the usual column names, separated by commas, semicolons or tabs. */
    CSV("CSV"),

    /** One prompt per line, as it is. */
    TEXT("plain text"),

    /**
     * A trace in Mooncake's format: one object per line with {@code timestamp} (milliseconds), {@code input_length}, {@code
     * output_length} and optionally {@code hash_ids}: an id for each block of 512 tokens of the prompt, where equal ids
     * stand for equal text.
     */
    MOONCAKE("Mooncake trace"),

    /**
     * Azure's LLM inference trace: rows of {@code TIMESTAMP} (date and time, in UTC unless it has an offset), {@code
     * ContextTokens} and {@code GeneratedTokens}.
     */
    AZURE_LLM("Azure LLM inference trace"),

    /** BurstGPT's trace: rows of {@code Timestamp} (seconds), {@code Request tokens} and {@code Response tokens}; its other columns are ignored. */
    BURSTGPT("BurstGPT trace"),

    /**
     * A trace in the format of Alibaba's Bailian: one object per line with {@code chat_id}, {@code timestamp} (seconds),
     * {@code input_length}, {@code output_length} and optionally {@code hash_ids}, as in Mooncake's but for blocks of 16
     * tokens; its other fields are ignored.
     */
    BAILIAN("Bailian trace");

    private final String words;

    DatasetFormat(String words) {
        this.words = words;
    }

    /** Whether the records hold the arrival times and lengths of requests, but not their texts. */
    public boolean isTrace() {
        return this == AZURE_LLM || hasTimesAsNumbers();
    }

    /** Whether this is a trace whose times are numbers, which may be seconds or milliseconds. */
    public boolean hasTimesAsNumbers() {
        return this == MOONCAKE || this == BURSTGPT || this == BAILIAN;
    }

    /** Returns the name for messages. */
    public String words() {
        return words;
    }
}

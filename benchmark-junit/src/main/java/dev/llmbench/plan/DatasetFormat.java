package dev.llmbench.plan;

import dev.llmbench.dataset.Datasets;

/**
 * How a dataset's file is written. Any of them may be packed with gzip.
 *
 * <pre>{@code
 * LoadTestBuilder described = LoadTest.builder().dataset("burst.csv").datasetFormat(DatasetFormat.BURSTGPT);
 * }</pre>
 */
public enum DatasetFormat {
    /** Recognised by the file's first record: the default. */
    AUTO("recognised by content"),

    /** The library's own: an object a line with {@code prompt} or {@code messages}; {@link Datasets} has the fields. */
    JSONL("JSON lines"),

    /** vLLM's custom dataset: an object a line with {@code prompt} and {@code output_tokens}. */
    VLLM("vLLM's custom JSON lines"),

    /**
     * ShareGPT: objects with {@code conversations} of {@code from} and {@code value}, in one array or one a line. The first
     * turn is the prompt, the second gives the answer's length; a conversation with fewer turns is left out. Run turn by turn,
     * each turn of the user is sent that has a recorded answer, which gives the length of the server's.
     */
    SHAREGPT("ShareGPT conversations"),

    /** OpenAI's batch: an object a line with {@code custom_id} and a request's {@code body}, which is sent but for its streaming; for embeddings and responses too. */
    OPENAI_BATCH("OpenAI batch"),

    /**
     * llm-load-test's: a line that describes the file, then an object a line with {@code question}, {@code system_prompt},
     * {@code tok_input_length} and {@code tok_output_length}.
     */
    LLM_LOAD_TEST("llm-load-test's JSON lines"),

    /** GuideLLM's: objects, in one array or one a line, whose fields have any of the usual names of columns. */
    GUIDELLM("JSON with GuideLLM's columns"),

    /** Rows under a header with any of the usual names of columns, separated by commas, semicolons or tabs. */
    CSV("CSV"),

    /** A prompt a line, as it is. */
    TEXT("plain text"),

    /**
     * A trace in Mooncake's layout: an object a line with {@code timestamp} (milliseconds), {@code input_length}, {@code output_length}
     * and, where known, {@code hash_ids}: an id for each block of 512 tokens of the prompt, and the same id stands for the same text.
     */
    MOONCAKE("Mooncake trace"),

    /** Azure's LLM inference trace: rows of {@code TIMESTAMP} (a date with a time; UTC where no offset is given), {@code ContextTokens} and {@code GeneratedTokens}. */
    AZURE_LLM("Azure LLM inference trace"),

    /** BurstGPT's trace: rows of {@code Timestamp} (seconds), {@code Request tokens} and {@code Response tokens}; its other columns are ignored. */
    BURSTGPT("BurstGPT trace"),

    /**
     * A trace in the layout of Alibaba's Bailian: an object a line with {@code chat_id}, {@code timestamp} (seconds), {@code input_length},
     * {@code output_length} and, where known, {@code hash_ids}: as in Mooncake's, but for blocks of 16 tokens; its other fields are ignored.
     */
    BAILIAN("Bailian trace");

    private final String words;

    DatasetFormat(String words) {
        this.words = words;
    }

    /** Whether its records say when requests arrived and how long they were, and not what they said. */
    public boolean isTrace() {
        return this == AZURE_LLM || hasTimesAsNumbers();
    }

    /** Whether it is a trace whose times are numbers, which may be seconds or milliseconds. */
    public boolean hasTimesAsNumbers() {
        return this == MOONCAKE || this == BURSTGPT || this == BAILIAN;
    }

    /** What it is called in messages. */
    public String words() {
        return words;
    }
}

package dev.llmbench.prompt;

/** How a dataset's file is written. Any of them may be packed with gzip. */
public enum DatasetFormat {
    /** Recognised by the file's first record: the default. */
    AUTO("recognised by content"),

    /** The library's own: an object a line with {@code prompt} or {@code messages}; {@link Datasets} has the fields. */
    JSONL("JSON lines"),

    /** vLLM's custom dataset: an object a line with {@code prompt} and {@code output_tokens}. */
    VLLM("vLLM's custom JSON lines"),

    /**
     * ShareGPT: objects with {@code conversations} of {@code from} and {@code value}, in one array or one a line. The first
     * turn is the prompt, the second gives the answer's length; a conversation with fewer turns is left out.
     */
    SHAREGPT("ShareGPT conversations"),

    /** OpenAI's batch: an object a line with {@code custom_id} and a request's {@code body}, which is sent but for its streaming. */
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
    TEXT("plain text");

    private final String words;

    DatasetFormat(String words) {
        this.words = words;
    }

    /** What it is called in messages. */
    String words() {
        return words;
    }
}

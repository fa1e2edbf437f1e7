package dev.llmbench.plan;

/**
 * A dataset that can't be found, read or used. The message is for the user: it says what is wrong, where, and what to do.
 *
 * <pre>{@code
 * try {
 *     Datasets.load("prompts.jsonl", Path.of(""), Thread.currentThread().getContextClassLoader());
 * } catch (DatasetException e) {
 *     System.err.println(e.getMessage());
 * }
 * }</pre>
 */
public final class DatasetException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public DatasetException(String message) {
        super(message);
    }

    public DatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}

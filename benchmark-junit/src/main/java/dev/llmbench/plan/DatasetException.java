package dev.llmbench.plan;

/**
 * Thrown if a dataset cannot be found, read or used. The message says what is wrong, where, and what to do about it.
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

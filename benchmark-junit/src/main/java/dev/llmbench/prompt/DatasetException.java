package dev.llmbench.prompt;

/** A dataset that can't be found, read or used. The message is for the user: it says what is wrong, where, and what to do. */
public final class DatasetException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    DatasetException(String message) {
        super(message);
    }

    DatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}

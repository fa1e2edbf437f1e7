package dev.llmbench.endpoint;

/**
 * Thrown if an event is not what its API would send; the request ends as {@code malformed}.
 *
 * <pre>{@code
 * throw new UnexpectedEventException("an answer without the field \"text\"");
 * }</pre>
 */
public final class UnexpectedEventException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Creates an exception that says what is wrong with the event. */
    public UnexpectedEventException(String message) {
        super(message);
    }
}

package dev.llmbench.endpoint;

/** An event is not what its API would send: the request ends as {@code malformed}. */
public final class UnexpectedEventException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what is wrong with the event. */
    public UnexpectedEventException(String message) {
        super(message);
    }
}

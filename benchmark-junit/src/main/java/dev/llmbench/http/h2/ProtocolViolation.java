package dev.llmbench.http.h2;

/** The bytes are not HTTP/2, or more of it than anybody should have to read: the connection cannot go on. */
public final class ProtocolViolation extends Exception {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    public ProtocolViolation(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /** The code that the peer is told. */
    public ErrorCode code() {
        return code;
    }
}

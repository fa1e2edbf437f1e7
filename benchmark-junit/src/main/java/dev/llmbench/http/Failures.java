package dev.llmbench.http;

import java.time.Duration;

/** Describes failures in one line. */
final class Failures {
    static final String CLOSED_BY_PEER = "Connection closed by peer";

    private Failures() {}

    static String said(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Describes a connection that was not opened in time. */
    static String late(boolean connected, Duration timeout) {
        return (connected ? "no end of the TLS handshake" : "no connection") + " within " + timeout.toMillis() + " ms";
    }
}

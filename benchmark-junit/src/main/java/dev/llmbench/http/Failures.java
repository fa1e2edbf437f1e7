package dev.llmbench.http;

/** Says what an exception means in one line. */
final class Failures {
    private Failures() {}

    static String said(Exception cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}

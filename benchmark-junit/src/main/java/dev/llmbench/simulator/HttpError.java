package dev.llmbench.simulator;

/** Thrown if a request is answered with an error. Contains the status and the message to the client. */
final class HttpError extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    HttpError(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static HttpError badRequest(String attribute, Object value, String rule, String remedy) {
        return new HttpError(400, Checks.message(attribute, value, rule, remedy));
    }

    int status() {
        return status;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}

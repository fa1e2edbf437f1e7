package dev.llmbench.openai;

import dev.llmbench.metric.Outcome;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;

/**
 * What a transport's exception means for a request.
 *
 * @param outcome its kind
 * @param message one line for people
 */
record TransportFailure(Outcome outcome, String message) {

    static TransportFailure of(Exception cause, boolean connected, boolean sent, int status) {
        return new TransportFailure(outcome(cause, connected), message(cause, connected, sent, status));
    }

    private static Outcome outcome(Exception cause, boolean connected) {
        if (cause instanceof SSLException) {
            return Outcome.TLS;
        }
        if (!connected) {
            return Outcome.CONNECT;
        }
        if (cause instanceof HttpException && !(cause instanceof ConnectionClosedException)) {
            return Outcome.MALFORMED;
        }
        if (cause instanceof SocketTimeoutException) {
            return Outcome.TIMEOUT;
        }
        return cause instanceof IOException ? Outcome.RESET : Outcome.CLIENT;
    }

    private static String message(Exception cause, boolean connected, boolean sent, int status) {
        String said = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return "the host name cannot be resolved: " + said;
        }
        if (!connected) {
            return said;
        }
        String when = !sent
                ? "before the request was sent"
                : status == 0 ? "before the response began" : "inside the response";
        return said + " (" + when + ")";
    }
}

package dev.llmbench.openai;

import dev.llmbench.metric.Outcome;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;

/**
 * What a transport's exception means for a request.
 *
 * @param outcome its kind
 * @param message one line for people
 */
record TransportFailure(Outcome outcome, String message) {

    /** How far the exchange had come when its transport failed. */
    record Progress(
            boolean connected, boolean encrypted, boolean reused, boolean sent, boolean peerEnded, int status) {}

    static TransportFailure of(Exception cause, Progress progress) {
        return new TransportFailure(outcome(cause, progress), message(cause, progress));
    }

    private static Outcome outcome(Exception cause, Progress progress) {
        boolean handshaking = progress.encrypted() && !progress.reused();
        if (!progress.sent() && (cause instanceof SSLException || (handshaking && cause instanceof IOException))) {
            return Outcome.TLS;
        }
        if (!progress.connected()) {
            return Outcome.CONNECT;
        }
        if (!(cause instanceof IOException || cause instanceof HttpException)) {
            return Outcome.CLIENT;
        }
        if (progress.peerEnded()) {
            // Whatever a reader makes of a cut-off message, it was cut off.
            return Outcome.RESET;
        }
        if (cause instanceof HttpException || isAgainstTheProtocol(cause)) {
            return Outcome.MALFORMED;
        }
        return cause instanceof SocketTimeoutException ? Outcome.TIMEOUT : Outcome.RESET;
    }

    private static boolean isAgainstTheProtocol(Exception cause) {
        return cause instanceof MessageConstraintException
                || (cause instanceof MalformedChunkCodingException && !(cause instanceof TruncatedChunkException));
    }

    private static String message(Exception cause, Progress progress) {
        String said = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return "the host name cannot be resolved: " + said;
        }
        if (!progress.connected()) {
            return said;
        }
        String when = !progress.sent()
                ? "before the request was sent"
                : progress.status() == 0 ? "before the response began" : "inside the response";
        String where = progress.reused() && progress.status() == 0 ? ", on a connection that had been kept alive" : "";
        return said + " (" + when + where + ")";
    }
}

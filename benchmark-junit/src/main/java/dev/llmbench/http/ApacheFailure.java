package dev.llmbench.http;

import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.RequestNotExecutedException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.apache.hc.core5.http2.H2ConnectionException;
import org.apache.hc.core5.http2.H2CorruptFrameException;
import org.apache.hc.core5.http2.H2Error;
import org.apache.hc.core5.http2.H2StreamResetException;
import org.jspecify.annotations.Nullable;

/**
 * Classifies a failure that HttpClient reports.
 *
 * @param kind the kind of failure
 * @param why a description on one line
 * @param hasHead whether the response had begun
 */
record ApacheFailure(Kind kind, String why, boolean hasHead) {
    enum Kind {
        /** The response is malformed. */
        MALFORMED,
        /** The server reset the stream, not the connection. */
        STREAM,
        /** The server closed the connection before it processed the request. */
        NOT_BEGUN,
        /** The connection ended. */
        CONNECTION,
        /** The client itself has failed. */
        FLAW
    }

    /** Returns whether the connection is unusable. */
    boolean ofConnection() {
        return kind == Kind.CONNECTION || kind == Kind.NOT_BEGUN;
    }

    static ApacheFailure of(Exception cause, @Nullable ApacheConnection connection, boolean hasHead) {
        String goodbye = connection == null ? null : connection.goodbye();
        if (cause.getCause() instanceof MalformedResponse malformed) {
            return new ApacheFailure(Kind.MALFORMED, Failures.said(malformed), hasHead);
        }
        if (cause instanceof H2StreamResetException reset) {
            String name = nameOf(reset.getCode());
            return goodbye == null
                    ? new ApacheFailure(Kind.STREAM, "the server ended the stream: " + name, hasHead)
                    : new ApacheFailure(Kind.STREAM, "the server closed the connection: " + goodbye, hasHead);
        }
        if (isMalformed(cause)) {
            return new ApacheFailure(Kind.MALFORMED, Failures.said(cause), hasHead);
        }
        if (cause instanceof RequestNotExecutedException && goodbye != null) {
            return new ApacheFailure(Kind.NOT_BEGUN, "the server closed the connection: " + goodbye, hasHead);
        }
        if (cause instanceof RuntimeException) {
            return new ApacheFailure(Kind.FLAW, cause.toString(), hasHead);
        }
        String said = cause instanceof ConnectionClosedException || cause instanceof TruncatedChunkException
                ? Failures.CLOSED_BY_PEER
                : Failures.said(cause);
        return new ApacheFailure(Kind.CONNECTION, goodbye == null ? said : said + ", after " + goodbye, hasHead);
    }

    static boolean isMalformed(Exception cause) {
        return cause instanceof HttpException
                || cause instanceof H2ConnectionException
                || cause instanceof H2CorruptFrameException
                || cause instanceof MessageConstraintException
                || (cause instanceof MalformedChunkCodingException && !(cause instanceof TruncatedChunkException));
    }

    static String nameOf(int code) {
        H2Error error = H2Error.getByCode(code);
        return error == null ? "error " + Integer.toUnsignedString(code) : error.name();
    }
}

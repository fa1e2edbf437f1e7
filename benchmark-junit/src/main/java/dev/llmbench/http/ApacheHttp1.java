package dev.llmbench.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.nio.ClientHttp1StreamDuplexerFactory;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.nio.NHttpMessageParser;
import org.apache.hc.core5.http.nio.NHttpMessageWriter;
import org.apache.hc.core5.http.nio.SessionInputBuffer;
import org.apache.hc.core5.http.nio.SessionOutputBuffer;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http2.impl.nio.ClientHttp1UpgradeHandler;
import org.apache.hc.core5.reactor.ProtocolUpgradeHandler;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 on one connection of HttpClient, with heads that are written and read as the event loops do, so that a server
 * cannot tell the two apart.
 */
final class ApacheHttp1 {
    static final String ID = "llm-load/http1";

    private final ApacheConnection connection;
    private @Nullable ApacheExchange attempt;
    private @Nullable ResponseHead head;

    ApacheHttp1(ApacheConnection connection) {
        this.connection = connection;
    }

    ProtocolUpgradeHandler handler() {
        return new ClientHttp1UpgradeHandler(new ClientHttp1StreamDuplexerFactory(
                HttpProcessorBuilder.create().build(),
                Http1Config.DEFAULT,
                CharCodingConfig.DEFAULT,
                (request, response, context) -> connection.pool().destination().keepAlive() && head().reusable() > 0,
                Heads::new,
                Requests::new,
                response -> lengthOf(head()),
                request -> begun().request().body().length,
                null));
    }

    private static long lengthOf(ResponseHead head) {
        return head.length() == ResponseHead.CHUNKED
                ? ContentLengthStrategy.CHUNKED
                : head.length() == ResponseHead.UNTIL_CLOSE ? ContentLengthStrategy.UNDEFINED : head.length();
    }

    void begins(ApacheExchange next) {
        attempt = next;
    }

    void ends() {
        attempt = null;
    }

    private ApacheExchange begun() {
        if (attempt == null) {
            throw new IllegalStateException("nothing is to be sent");
        }
        return attempt;
    }

    /** The head that was read last. */
    ResponseHead head() {
        if (head == null) {
            throw new IllegalStateException("no head was read");
        }
        return head;
    }

    private final class Requests implements NHttpMessageWriter<HttpRequest> {
        @Override
        public void write(HttpRequest empty, SessionOutputBuffer buffer) {
            buffer.write(ByteBuffer.wrap(begun().request().http1()));
        }

        @Override
        public void reset() {
            // It keeps nothing.
        }
    }

    private final class Heads implements NHttpMessageParser<HttpResponse>, ResponseReader.Sink {
        private final byte[] one = new byte[1];
        private ResponseReader reader = new ResponseReader();
        private @Nullable HttpResponse response;

        @Override
        public @Nullable HttpResponse parse(SessionInputBuffer buffer, boolean end) throws HttpException, IOException {
            if (attempt == null && buffer.hasData()) {
                throw new HttpException("nobody asked for anything");
            }
            try {
                // One at a time, for what follows the head is to stay where it is.
                while (response == null && buffer.hasData()) {
                    connection.hears();
                    one[0] = (byte) buffer.read();
                    reader.read(one, 0, 1, this);
                }
                return response;
            } catch (MalformedResponse e) {
                throw new HttpException(Failures.said(e), e);
            }
        }

        @Override
        public void head(ResponseHead read) {
            head = read;
            response = new BasicHttpResponse(read.status());
        }

        @Override
        public void body(byte[] bytes, int from, int to) {
            throw new IllegalStateException("there is no body yet");
        }

        @Override
        public void reset() {
            reader = new ResponseReader();
            response = null;
        }
    }
}

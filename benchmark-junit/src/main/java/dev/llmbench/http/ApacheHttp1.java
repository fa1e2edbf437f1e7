package dev.llmbench.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.reactor.EventMask;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 on one connection of HttpClient. Requests are written and responses are read with the same code as in the
 * event loops, so that neither servers nor measurements can tell the two transports apart.
 */
final class ApacheHttp1 implements IOEventHandler, ResponseReader.Sink {
    private final ApacheConnection connection;
    private final ResponseReader response = new ResponseReader();
    private final AtomicReference<@Nullable Carried> next = new AtomicReference<>();
    private @Nullable Carried carried;
    private @Nullable Writer writer;
    private @Nullable ResponseHead head;

    private record Carried(ApacheExchange exchange, HttpContext context) {}

    ApacheHttp1(ApacheConnection connection) {
        this.connection = connection;
    }

    /** Sends a request. The connection must not carry another one. May be called by any thread. */
    void execute(ApacheExchange begun, HttpContext context) {
        next.set(new Carried(begun, context));
        connection.session().setEvent(EventMask.WRITE);
        if (!connection.session().isOpen()) {
            failNext(new ConnectionClosedException());
        }
    }

    /** Returns the head that was read last. */
    ResponseHead head() {
        if (head == null) {
            throw new IllegalStateException("no head was read");
        }
        return head;
    }

    @Override
    public void connected(IOSession session) {
        // The connection attempt enforces the timeout.
    }

    // Output.

    @Override
    public void outputReady(IOSession session) throws IOException {
        Carried begun = next.getAndSet(null);
        if (begun != null) {
            carried = begun;
            response.reset();
            writer = new Writer(begun.exchange());
            try {
                begun.exchange().produceRequest((request, entity, context) -> {}, begun.context());
            } catch (HttpException e) {
                throw new IOException(e);
            }
        }
        if (writer != null && writer.write(session)) {
            writer = null;
        }
        if (writer == null) {
            session.clearEvent(EventMask.WRITE);
            if (next.get() != null) {
                session.setEvent(EventMask.WRITE);
            }
        }
    }

    /** Writes one request. */
    private final class Writer implements DataStreamChannel {
        private final ApacheExchange written;
        private final ByteBuffer head;

        Writer(ApacheExchange written) {
            this.written = written;
            this.head = ByteBuffer.wrap(written.request().http1());
        }

        /** Continues writing. Returns whether everything was written. */
        boolean write(IOSession session) throws IOException {
            session.write(head);
            if (!head.hasRemaining()) {
                written.produce(this);
            }
            return !head.hasRemaining() && written.available() == 0;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return connection.session().write(source);
        }

        @Override
        public void requestOutput() {
            connection.session().setEvent(EventMask.WRITE);
        }

        @Override
        public void endStream() {
            // The length in the head determines where the body ends.
        }

        @Override
        public void endStream(@Nullable List<? extends Header> trailers) {
            // Likewise.
        }
    }

    // Input.

    @Override
    public void inputReady(IOSession session, @Nullable ByteBuffer decrypted) throws IOException {
        byte[] bytes = stamps().scratch();
        while (decrypted != null && decrypted.hasRemaining()) {
            int length = Math.min(decrypted.remaining(), bytes.length);
            decrypted.get(bytes, 0, length);
            received(bytes, length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int length = session.read(buffer);
        while (length > 0) {
            received(bytes, length);
            length = session.isOpen() ? session.read(buffer.clear()) : 0;
        }
        if (length < 0) {
            ended();
        }
    }

    private Stamps.OfThread stamps() {
        return connection.pool().transport().stamps().ofThread();
    }

    private void received(byte[] bytes, int length) {
        Carried answered = carried;
        connection.hears();
        if (answered == null) {
            // No request is outstanding.
            connection.close();
            return;
        }
        try {
            int read = response.read(bytes, 0, length, this);
            if (response.isComplete()) {
                complete(read == length);
            } else {
                stamps().handedOn();
            }
        } catch (MalformedResponse e) {
            fail(new HttpException(Failures.said(e), e));
        } catch (Unchecked e) {
            fail(e.checked);
        }
    }

    @Override
    public void head(ResponseHead read) {
        head = read;
        // The receiver takes the body's length from the head.
        tell(answered -> answered.exchange()
                .consumeResponse(
                        new BasicHttpResponse(read.status()), new BasicEntityDetails(-1, null), answered.context()));
    }

    @Override
    public void body(byte[] bytes, int from, int to) {
        tell(answered -> answered.exchange().consume(ByteBuffer.wrap(bytes, from, to - from)));
    }

    private void complete(boolean nothingFollows) {
        boolean reusable = nothingFollows
                && writer == null
                && connection.pool().destination().keepAlive()
                && response.reusable() > 0;
        if (!reusable) {
            connection.close();
        }
        Carried answered = carried;
        carried = null;
        if (answered == null) {
            return;
        }
        try {
            answered.exchange().streamEnd(null);
        } catch (IOException | HttpException e) {
            answered.exchange().failed(e);
        } finally {
            answered.exchange().releaseResources();
        }
    }

    /** Called when the server has closed its side normally. */
    private void ended() {
        if (carried != null && response.endOfInput()) {
            complete(false);
        } else {
            connection.close();
            fail(new ConnectionClosedException());
        }
    }

    private void tell(Told told) {
        Carried answered = carried;
        if (answered != null) {
            try {
                told.tell(answered);
            } catch (IOException | HttpException e) {
                throw new Unchecked(e);
            }
        }
    }

    private interface Told {
        void tell(Carried answered) throws IOException, HttpException;
    }

    /** Carries an exception of an exchange through the reader of the response. */
    @SuppressWarnings("serial")
    private static final class Unchecked extends RuntimeException {
        private final Exception checked;

        Unchecked(Exception checked) {
            super(checked);
            this.checked = checked;
        }
    }

    // The end.

    private void fail(Exception cause) {
        Carried failed = carried;
        carried = null;
        if (failed != null) {
            failed.exchange().failed(cause);
            failed.exchange().releaseResources();
        }
        failNext(cause);
    }

    private void failNext(Exception cause) {
        Carried begun = next.getAndSet(null);
        if (begun != null) {
            begun.exchange().failed(cause);
            begun.exchange().releaseResources();
        }
    }

    @Override
    public void exception(IOSession session, Exception cause) {
        connection.close();
        fail(cause);
    }

    @Override
    public void disconnected(IOSession session) {
        fail(new ConnectionClosedException());
    }

    @Override
    public void timeout(IOSession session, Timeout timeout) {
        // The engine enforces the timeout.
    }
}

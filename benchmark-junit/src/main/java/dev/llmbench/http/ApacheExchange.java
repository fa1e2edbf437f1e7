package dev.llmbench.http;

import dev.llmbench.sample.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.core5.concurrent.ComplexCancellable;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStreamResetException;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.H2Error;
import org.apache.hc.core5.http2.H2StreamResetException;
import org.apache.hc.core5.reactor.EventMask;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to send a request through HttpClient, which records the moments and passes on what is measured.
 * HttpClient's own chain only sees an empty request, so that no secret can reach its logs.
 */
final class ApacheExchange implements AsyncClientExchangeHandler {
    private static final String IN_CONTEXT = "llm-load-attempt";
    private static final long DRAINED_NANOS = 1_000_000_000;
    private static final long MOST_DRAINED = 64 * 1024;

    private final ApacheRequest sending;
    private final Stamps stamps;
    private final ByteBuffer body;
    private final ComplexCancellable stream = new ComplexCancellable();
    private @Nullable FutureCallback<AsyncConnectionEndpoint> leased;
    private @Nullable Leased endpoint;
    private @Nullable AsyncClientExchangeHandler chain;
    private volatile @Nullable ApacheConnection connection;
    private volatile @Nullable ApacheConnectionAttempt opening;
    private int heardBefore;
    private int streamId;
    private boolean foundIdle;
    private boolean cut;
    private volatile boolean draining;
    private boolean isWritten;
    private @Nullable ResponseHead head;
    private long received;
    private long drained;
    private @Nullable Future<?> drainsUntil;

    ApacheExchange(ApacheRequest sending, Stamps stamps) {
        this.sending = sending;
        this.stamps = stamps;
        this.body = ByteBuffer.wrap(sending.request().body());
    }

    /** Returns the exchange that HttpClient executes in the context. */
    static ApacheExchange in(HttpContext context) {
        return (ApacheExchange) context.getAttribute(IN_CONTEXT);
    }

    void putInto(HttpContext context) {
        context.setAttribute(IN_CONTEXT, this);
    }

    HttpRequest request() {
        return sending.request();
    }

    boolean needsNewConnection() {
        return sending.needsNewConnection();
    }

    // The connection.

    void waitsFor(Leased lease, FutureCallback<AsyncConnectionEndpoint> callback) {
        endpoint = lease;
        leased = callback;
    }

    void waitsFor(ApacheConnectionAttempt begun) {
        opening = begun;
    }

    /**
     * Called when a connection was found for the exchange.
     *
     * @param since when it began to wait for a new connection; empty if it did not
     */
    void given(ApacheConnection chosen, OptionalLong since) {
        connection = chosen;
        opening = null;
        sending.takes(this, since);
        Leased lease = endpoint;
        FutureCallback<AsyncConnectionEndpoint> callback = leased;
        if (lease != null && callback != null) {
            lease.connected();
            callback.completed(lease);
        }
    }

    /** Called when no connection could be opened. */
    void refused(Outcome outcome, String why) {
        FutureCallback<AsyncConnectionEndpoint> callback = leased;
        sending.refused(this, outcome, why);
        if (callback != null) {
            callback.failed(new IOException(why));
        }
    }

    /** Called when HttpClient's chain is ready to send. */
    void execute(AsyncClientExchangeHandler handler, HttpContext context) {
        chain = handler;
        ApacheConnection chosen = connection;
        if (chosen == null || !sending.isWaiting(this)) {
            failed(new IOException("cut off"));
            releaseResources();
        } else {
            heardBefore = chosen.heard();
            chosen.execute(this, stream, context);
        }
    }

    /** Called with the number of the exchange's HTTP/2 stream. */
    void isOn(int id) {
        streamId = id;
    }

    int streamId() {
        return streamId;
    }

    void foundIdle(boolean is) {
        foundIdle = is;
    }

    /** Returns whether only the end of the response is still awaited. */
    boolean isDraining() {
        return draining;
    }

    /** Returns whether the connection knows that the exchange was cut off. Only for use by the connection. */
    boolean isCut() {
        return cut;
    }

    void markCut() {
        cut = true;
    }

    /** Abandons the exchange. */
    void abandon() {
        // The order matters, since a connection is assigned before the attempt is left.
        ApacheConnectionAttempt awaited = opening;
        ApacheConnection carrier = connection;
        if (awaited != null) {
            awaited.leave(this);
        }
        if (carrier != null) {
            carrier.cut(this, stream);
        }
    }

    // The request. The following methods are called by the connection's thread.

    @Override
    public void produceRequest(RequestChannel channel, HttpContext context) throws HttpException, IOException {
        stamps.ofThread().begins(this);
        chain().produceRequest(channel, context);
    }

    void sent(long at) {
        sending.sent(this, at);
    }

    @Override
    public int available() {
        return isWritten ? 0 : Math.max(1, body.remaining());
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
        if (body.hasRemaining()) {
            channel.write(body);
        }
        if (!body.hasRemaining() && !isWritten) {
            isWritten = true;
            // The chain's own body is empty, so it only has to end the stream.
            chain().produce(channel);
        }
    }

    // The response.

    @Override
    public void consumeInformation(HttpResponse response, HttpContext context) throws HttpException {
        if (response.getCode() == 101) {
            throw new HttpException("the server switched to a protocol that was not requested");
        }
    }

    @Override
    public void consumeResponse(HttpResponse response, @Nullable EntityDetails entity, HttpContext context)
            throws HttpException, IOException {
        ResponseHead read = connection().headOf(response);
        head = read;
        sending.head(this, read, stamps.ofThread());
        chain().consumeResponse(response, entity, context);
        if (entity == null) {
            complete();
        }
    }

    @Override
    public void updateCapacity(CapacityChannel capacity) throws IOException {
        capacity.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        received += length;
        requireLength(false);
        if (!sending.isWaiting(this)) {
            drained += length;
            if (drained > MOST_DRAINED) {
                breakOff();
            }
            return;
        }
        byte[] piece = new byte[length];
        bytes.get(piece);
        sending.body(this, piece, stamps.ofThread());
        if (!sending.isWaiting(this)) {
            breakOff();
        } else if (sending.exchange().isComplete()) {
            stamps.ofThread().completes(this);
            connection().session().setEvent(EventMask.WRITE);
        }
    }

    /** Called when all input was passed on without the end of the response, which is then awaited for a short time. */
    void settles() {
        if (sending.isWaiting(this)) {
            draining = true;
            sending.ended(this, stamps.ofThread());
            if (isWritten) {
                drainsUntil = sending.later(this::abandon, DRAINED_NANOS);
            } else {
                abandon();
            }
        }
    }

    /** Discards the rest of the response. */
    private void breakOff() throws IOException {
        if (connection().isHttp2()) {
            throw new H2StreamResetException(H2Error.CANCEL, "no longer needed");
        }
        abandon();
    }

    private void requireLength(boolean complete) throws IOException {
        long due = head == null ? ResponseHead.UNTIL_CLOSE : head.length();
        if (due >= 0 && (received > due || (complete && received < due))) {
            throw new HttpStreamResetException(
                    "malformed",
                    new MalformedResponse("the body of the response has " + received + " bytes instead of " + due));
        }
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) throws HttpException, IOException {
        requireLength(true);
        complete();
        chain().streamEnd(trailers);
    }

    private void complete() throws IOException {
        if (isWritten) {
            // The next request may be sent from within the callback and must find the connection free.
            connection().release(this);
        }
        sending.ended(this, stamps.ofThread());
        if (!isWritten) {
            // The server responded before it had read the whole request.
            breakOff();
        }
    }

    @Override
    public void failed(Exception cause) {
        ApacheConnection carrier = connection;
        ApacheFailure failure = ApacheFailure.of(cause, carrier, head != null);
        boolean alone = carrier != null && foundIdle && carrier.heard() == heardBefore;
        if (carrier != null) {
            carrier.broke(this, failure.ofConnection());
        }
        sending.broken(this, failure, alone);
        AsyncClientExchangeHandler own = chain;
        if (own != null) {
            own.failed(cause);
        }
    }

    @Override
    public void cancel() {
        failed(new IOException("cancelled"));
    }

    @Override
    public void releaseResources() {
        Future<?> late = drainsUntil;
        if (late != null) {
            late.cancel(false);
        }
        ApacheConnection carrier = connection;
        if (carrier != null) {
            carrier.release(this);
        }
        AsyncClientExchangeHandler own = chain;
        if (own != null) {
            own.releaseResources();
        }
    }

    /** Called when the server has closed the connection and declared that it had not processed the request. */
    void notBegun(String why) {
        sending.notBegun(this, why);
    }

    private AsyncClientExchangeHandler chain() {
        if (chain == null) {
            throw new IllegalStateException("not executed");
        }
        return chain;
    }

    private ApacheConnection connection() {
        if (connection == null) {
            throw new IllegalStateException("not connected");
        }
        return connection;
    }
}

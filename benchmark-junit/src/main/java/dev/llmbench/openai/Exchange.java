package dev.llmbench.openai;

import static dev.llmbench.metric.Moments.ABSENT;

import dev.llmbench.metric.Moments;
import dev.llmbench.metric.Outcome;
import dev.llmbench.metric.RequestSample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.RequestNotExecutedException;
import org.apache.hc.core5.http.nio.AsyncClientEndpoint;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response on one connection. From the moment the connection is there, all but {@link #cut} happens
 * on the connection's I/O thread.
 */
final class Exchange implements AsyncClientExchangeHandler, FutureCallback<AsyncClientEndpoint>, InFlight {
    /** Where connections come from. */
    interface Connections {
        Future<AsyncClientEndpoint> lease(FutureCallback<AsyncClientEndpoint> callback);
    }

    private final Call call;
    private final RequestHead head;
    private final AnswerReaders readers;
    private final Connections connections;
    private final BiConsumer<Exchange, RequestSample> whenEnded;
    private final ByteBuffer body;

    private final Observed observed;
    private volatile long leasing;
    private volatile long connected = ABSENT;
    private boolean reused;
    private boolean headAtEndOfInput;
    private volatile @Nullable TimedSession session;
    // Whoever takes it out decides what becomes of the connection.
    private final AtomicReference<@Nullable AsyncClientEndpoint> endpoint = new AtomicReference<>();

    private record Cut(Outcome outcome, String why) {}

    private final AtomicReference<@Nullable Cut> cut = new AtomicReference<>();
    private final AtomicReference<@Nullable Future<AsyncClientEndpoint>> lease = new AtomicReference<>();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();

    Exchange(
            Call call,
            RequestHead head,
            AnswerReaders readers,
            Connections connections,
            BiConsumer<Exchange, RequestSample> whenEnded) {
        this.call = call;
        this.head = head;
        this.readers = readers;
        this.connections = connections;
        this.whenEnded = whenEnded;
        this.body = ByteBuffer.wrap(call.request().body());
        this.observed = new Observed(call);
    }

    // The connection.

    /** Gets a connection and sends the request over it. */
    void start() {
        leasing = call.clock().micros();
        try {
            Future<AsyncClientEndpoint> pending = connections.lease(this);
            // Where this attempt has failed by now, the lease of the next is there already.
            lease.compareAndSet(null, pending);
            if (cut.get() != null) {
                pending.cancel(true);
            }
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    @Override
    public void completed(AsyncClientEndpoint leased) {
        connected = call.clock().micros();
        endpoint.set(leased);
        if (cut.get() != null) {
            failed(new RequestNotExecutedException());
            return;
        }
        leased.execute(this, null, head.context());
    }

    /** The exchange was given to the connection. */
    void on(TimedSession session) {
        reused = session.isUsed();
        this.session = session;
    }

    // The request.

    @Override
    public void produceRequest(RequestChannel channel, HttpContext context) throws HttpException, IOException {
        TimedSession connection = session;
        if (connection != null) {
            connection.begin(this);
            if (!reused) {
                // The TLS handshake follows on the lease and ends just now.
                observed.connect = (connection.isEncrypted() ? call.clock().micros() : connected) - leasing;
            }
        }
        channel.sendRequest(head.request(call.id()), head.entity(body.remaining()), context);
    }

    /** The first bytes were given to the socket at the given reading of the ticker. */
    void sent(long nanos) {
        observed.sent = call.clock().at(nanos);
    }

    @Override
    public int available() {
        return body.remaining();
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
        if (body.hasRemaining()) {
            channel.write(body);
        }
        if (!body.hasRemaining()) {
            channel.endStream();
        }
    }

    // The response.

    @Override
    public void consumeInformation(HttpResponse response, HttpContext context) {
        // 100 Continue and 103 Early Hints are not the response.
    }

    @Override
    public void consumeResponse(HttpResponse response, @Nullable EntityDetails entity, HttpContext context) {
        TimedSession connection = session;
        observed.headers = lastRead();
        headAtEndOfInput = connection != null && connection.hasEnded();
        observed.status = response.getCode();
        Answer reader = readers.forResponse(observed.status, entity == null ? null : entity.getContentType());
        observed.answer = reader;
        if (entity == null) {
            complete(reader);
        }
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        channel.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer bytes) {
        Answer reader = observed.answer;
        if (reader != null) {
            headAtEndOfInput = false;
            reader.read(bytes, lastRead());
        }
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        Answer reader = observed.answer;
        if (reader != null) {
            complete(reader);
        }
    }

    private void complete(Answer reader) {
        if (headAtEndOfInput) {
            // A head that the end of the input cut off is taken for a whole one, with a body that ends there.
            failed(new ConnectionClosedException("Connection closed by peer inside the response head"));
            return;
        }
        reader.end(lastRead());
        AsyncClientEndpoint used = endpoint.getAndSet(null);
        if (used != null) {
            used.releaseAndReuse();
        }
        end(lastRead(), reader.outcome(), reader.error());
    }

    private long lastRead() {
        TimedSession connection = session;
        return connection == null ? call.clock().micros() : call.clock().at(connection.lastRead());
    }

    // The end.

    @Override
    public void cut(Outcome outcome, String why) {
        if (!cut.compareAndSet(null, new Cut(outcome, why))) {
            return;
        }
        Future<AsyncClientEndpoint> pending = lease.get();
        if (pending != null) {
            pending.cancel(true);
        }
        discard();
    }

    private void discard() {
        TimedSession connection = session;
        AsyncClientEndpoint used = endpoint.getAndSet(null);
        if (used == null) {
            return;
        }
        if (connection != null) {
            connection.abort();
        }
        used.releaseAndDiscard();
    }

    @Override
    public void failed(Exception cause) {
        discard();
        if (observed.sent == ABSENT && reused && cut.get() == null && !ended.get()) {
            // The server had ended the idle connection, and has seen nothing of the request.
            startAgain();
            return;
        }
        long now = call.clock().micros();
        Answer begun = observed.answer;
        Cut cutOff = cut.get();
        if (begun != null && begun.hasFailed()) {
            end(now, begun.outcome(), begun.error());
        } else if (cutOff != null) {
            end(now, cutOff.outcome(), cutOff.why());
        } else if (begun != null && begun.brokeOff(now)) {
            end(now, begun.outcome(), begun.error());
        } else {
            TransportFailure failure = TransportFailure.of(cause, progress());
            end(now, failure.outcome(), failure.message());
        }
    }

    private void startAgain() {
        abandoned.incrementAndGet();
        body.rewind();
        reused = false;
        session = null;
        connected = ABSENT;
        lease.set(null);
        start();
    }

    private TransportFailure.Progress progress() {
        TimedSession connection = session;
        return new TransportFailure.Progress(
                connected != ABSENT,
                connection != null && connection.isEncrypted(),
                reused,
                observed.sent != ABSENT,
                connection != null && connection.hasEnded(),
                observed.status);
    }

    @Override
    public void cancelled() {
        cancel();
    }

    @Override
    public void cancel() {
        failed(new RequestNotExecutedException());
    }

    @Override
    public void releaseResources() {
        if (abandoned.getAndUpdate(attempts -> Math.max(0, attempts - 1)) == 0 && !ended.get()) {
            // The transport has let go of the exchange; where no end came before, it will not come any more.
            failed(new ConnectionClosedException());
        }
    }

    @Override
    public Moments soFar() {
        return observed.soFar();
    }

    private void end(long at, Outcome outcome, @Nullable String error) {
        if (ended.compareAndSet(false, true)) {
            whenEnded.accept(this, observed.sample(at, outcome, error == null ? null : head.masked(error)));
        }
    }
}

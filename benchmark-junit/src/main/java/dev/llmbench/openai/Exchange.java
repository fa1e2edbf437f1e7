package dev.llmbench.openai;

import static dev.llmbench.metric.Moments.ABSENT;

import dev.llmbench.metric.ChunkGaps;
import dev.llmbench.metric.Moments;
import dev.llmbench.metric.Outcome;
import dev.llmbench.metric.RequestSample;
import dev.llmbench.metric.RunClock;
import dev.llmbench.metric.Tokens;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
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
    private final Call call;
    private final RequestHead head;
    private final AnswerReaders readers;
    private final Consumer<RequestSample> whenEnded;
    private final ByteBuffer body;

    private final long dispatched;
    private long connected = ABSENT;
    private long connect = ABSENT;
    private long sent = ABSENT;
    private long headers = ABSENT;
    private int status;
    private @Nullable Answer answer;
    private volatile @Nullable TimedSession session;
    private volatile @Nullable AsyncClientEndpoint endpoint;

    private record Cut(Outcome outcome, String why) {}

    private volatile @Nullable Cut cut;
    private volatile @Nullable Future<AsyncClientEndpoint> lease;
    private final AtomicBoolean ended = new AtomicBoolean();

    Exchange(Call call, RequestHead head, AnswerReaders readers, Consumer<RequestSample> whenEnded) {
        this.call = call;
        this.head = head;
        this.readers = readers;
        this.whenEnded = whenEnded;
        this.body = ByteBuffer.wrap(call.request().body());
        this.dispatched = call.clock().micros();
    }

    // The connection.

    /** The connection is being had by the given lease. */
    void leasing(Future<AsyncClientEndpoint> lease) {
        this.lease = lease;
        if (cut != null) {
            lease.cancel(true);
        }
    }

    @Override
    public void completed(AsyncClientEndpoint leased) {
        connected = call.clock().micros();
        endpoint = leased;
        if (cut != null) {
            leased.releaseAndDiscard();
            end(null, Outcome.INTERRUPTED, "");
            return;
        }
        leased.execute(this, null, head.context());
    }

    /** The exchange was given to the connection. */
    void on(TimedSession session) {
        this.session = session;
    }

    // The request.

    @Override
    public void produceRequest(RequestChannel channel, HttpContext context) throws HttpException, IOException {
        TimedSession connection = session;
        if (connection != null && connection.begin(this)) {
            connect = Math.max(0, connected - dispatched);
        }
        channel.sendRequest(head.request(call.id()), head.entity(body.remaining()), context);
    }

    /** The first bytes were given to the socket at the given reading of the ticker. */
    void sent(long nanos) {
        sent = call.clock().at(nanos);
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
        headers = lastRead();
        status = response.getCode();
        Answer reader = readers.forResponse(status, entity == null ? null : entity.getContentType());
        answer = reader;
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
        if (answer != null) {
            answer.read(bytes, lastRead());
        }
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        if (answer != null) {
            complete(answer);
        }
    }

    private void complete(Answer reader) {
        reader.end(lastRead());
        AsyncClientEndpoint used = endpoint;
        if (used != null) {
            used.releaseAndReuse();
        }
        String error = reader.error();
        end(lastRead(), reader.outcome(), error == null ? "" : error);
    }

    private long lastRead() {
        TimedSession connection = session;
        return connection == null ? call.clock().micros() : call.clock().at(connection.lastRead());
    }

    // The end.

    @Override
    public void cut(Outcome outcome, String why) {
        cut = new Cut(outcome, why);
        Future<AsyncClientEndpoint> pending = lease;
        AsyncClientEndpoint used = endpoint;
        if (used != null) {
            used.releaseAndDiscard();
        } else if (pending != null) {
            pending.cancel(true);
        }
    }

    @Override
    public void failed(Exception cause) {
        AsyncClientEndpoint used = endpoint;
        if (used != null) {
            used.releaseAndDiscard();
        }
        TransportFailure failure = TransportFailure.of(cause, connected != ABSENT, sent != ABSENT, status);
        end(null, failure.outcome(), failure.message());
    }

    @Override
    public void cancelled() {
        cancel();
    }

    @Override
    public void cancel() {
        end(null, Outcome.RESET, "the connection was closed before the request was sent");
    }

    @Override
    public void releaseResources() {
        // The transport has let go of the exchange; where no end came before, it will not come any more.
        end(null, Outcome.RESET, "the connection was closed");
    }

    private void end(@Nullable Long at, Outcome outcome, String error) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        long end = at == null ? call.clock().micros() : at;
        Cut cutOff = outcome == Outcome.OK ? null : cut;
        whenEnded.accept(
                cutOff == null
                        ? sample(end, outcome, head.masked(error))
                        : sample(end, cutOff.outcome(), cutOff.why()));
    }

    private RequestSample sample(long end, Outcome outcome, String error) {
        Answer read = answer;
        ChunkGaps gaps = read == null ? ChunkGaps.NONE : read.gaps.gaps();
        Moments moments = new Moments(
                call.scheduled(),
                dispatched,
                connect,
                sent,
                headers,
                read == null ? ABSENT : read.firstEvent,
                read == null ? ABSENT : read.firstReasoning,
                read == null ? ABSENT : read.firstContent,
                read == null ? ABSENT : read.lastToken,
                Math.max(end, call.scheduled()));
        return new RequestSample(
                call.id(),
                call.test(),
                call.stage(),
                call.phase(),
                call.user(),
                call.request().promptId(),
                moments,
                read == null
                        ? Tokens.NONE
                        : read.tokens(call.request().promptTokens().orElse(Tokens.UNKNOWN)),
                gaps,
                gaps.max(),
                status,
                outcome,
                read == null ? null : read.facts.finishReason,
                error.isEmpty() ? null : error);
    }

    /** The run's clock, for whoever needs this exchange's time. */
    RunClock clock() {
        return call.clock();
    }
}

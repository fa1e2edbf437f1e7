package dev.llmbench.http;

import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.command.RequestExecutionCommand;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.ProtocolIOSession;
import org.jspecify.annotations.Nullable;

/** A connection of HttpClient and the exchanges that it carries: one with HTTP/1.1, several with HTTP/2. */
final class ApacheConnection {
    private final ProtocolIOSession session;
    private final ApacheConnections pool;
    private @Nullable ApacheConnectionAttempt opening;
    private final List<ApacheExchange> carried = new ArrayList<>(1);
    private final ApacheHttp1 http1 = new ApacheHttp1(this);
    private final ApacheHttp2 http2 = new ApacheHttp2(this);
    private int most = 1;
    private boolean isHttp2;
    private int cut;
    private boolean retired;
    private long reusableUntil;
    private volatile int heard;
    private volatile @Nullable String goodbye;

    ApacheConnection(ProtocolIOSession session, ApacheConnections pool, ApacheConnectionAttempt opening) {
        this.session = session;
        this.pool = pool;
        this.opening = opening;
        session.registerProtocol(ApacheHttp2.ID, http2.handler());
    }

    ApacheConnections pool() {
        return pool;
    }

    ProtocolIOSession session() {
        return session;
    }

    void speakHttp1() {
        session.upgrade(http1);
    }

    /** Switches to HTTP/2. The server's {@link #settings} follow. */
    void speakHttp2() {
        isHttp2 = true;
        session.switchProtocol(ApacheHttp2.ID, null);
    }

    boolean isHttp2() {
        return isHttp2;
    }

    /** Called with the number of concurrent requests that the server allows. No more than the usual number are used. */
    void settings(int mostStreams) {
        synchronized (this) {
            most = mostStreams;
        }
        opened();
    }

    /** Called when the connection is ready for requests. */
    void opened() {
        ApacheConnectionAttempt begun = takenOpening();
        if (begun != null) {
            begun.settled(this);
        }
    }

    private synchronized @Nullable ApacheConnectionAttempt takenOpening() {
        ApacheConnectionAttempt begun = opening;
        opening = null;
        return begun;
    }

    /**
     * Called when the connection is broken, or closed normally if there is no cause. Its exchanges are notified
     * separately.
     */
    void broken(@Nullable Exception cause) {
        ApacheConnectionAttempt begun = takenOpening();
        if (begun != null) {
            begun.broken(cause);
        }
        pool.gone(this);
    }

    synchronized int most() {
        return most;
    }

    // Attempts.

    /** Accepts the exchange if there is room for it. */
    synchronized boolean takes(ApacheExchange attempt) {
        // A stream that was cut off counts until it is reset, since the server may be gone.
        if (retired || cut > 0 || carried.size() >= most || !session.isOpen() || !isFresh()) {
            return false;
        }
        attempt.foundIdle(carried.stream().allMatch(ApacheExchange::isDraining));
        return carried.add(attempt);
    }

    private boolean isFresh() {
        return isHttp2 || reusableUntil == 0 || reusableUntil - pool.now() > 0;
    }

    synchronized int load() {
        return carried.size();
    }

    void execute(ApacheExchange attempt, CancellableDependency stream, HttpContext context) {
        if (isHttp2) {
            session.enqueue(new RequestExecutionCommand(attempt, null, stream, context), Command.Priority.NORMAL);
        } else {
            http1.execute(attempt, context);
        }
    }

    /** Called when the exchange no longer needs the connection, which with HTTP/1.1 another exchange may then use. */
    void release(ApacheExchange attempt) {
        boolean done;
        synchronized (this) {
            if (!carried.remove(attempt)) {
                return;
            }
            if (attempt.isCut()) {
                cut--;
            }
            done = retired && carried.isEmpty();
        }
        if (done) {
            close();
        } else if (!isHttp2 && session.isOpen()) {
            pool.free(this);
        }
    }

    /** Called when the exchange has failed, alone or with the others of the connection. */
    void broke(ApacheExchange attempt, boolean withOthers) {
        if (withOthers || !isHttp2) {
            close();
        }
        release(attempt);
    }

    /** Called when the exchange was abandoned. */
    void cut(ApacheExchange attempt, Cancellable stream) {
        boolean alone;
        synchronized (this) {
            if (!carried.contains(attempt) || attempt.isCut()) {
                return;
            }
            attempt.markCut();
            cut++;
            alone = cut == carried.size();
        }
        if (isHttp2 && !alone) {
            stream.cancel();
        } else {
            close();
        }
    }

    /** Stops accepting exchanges. */
    void retire() {
        boolean done;
        synchronized (this) {
            retired = true;
            done = carried.isEmpty();
        }
        pool.gone(this);
        if (done) {
            close();
        }
    }

    void close() {
        synchronized (this) {
            retired = true;
        }
        pool.gone(this);
        // With TLS, a graceful close would wait for the peer.
        session.close(session.getTlsDetails() == null ? CloseMode.GRACEFUL : CloseMode.IMMEDIATE);
    }

    // Input.

    @SuppressWarnings("NonAtomicVolatileUpdate") // Only changed by the connection's thread.
    void hears() {
        heard++;
    }

    /** Returns the number of pieces of input that were received. */
    int heard() {
        return heard;
    }

    ResponseHead headOf(HttpResponse response) throws HttpException {
        if (isHttp2) {
            return ApacheHttp2.headOf(response);
        }
        ResponseHead head = http1.head();
        synchronized (this) {
            reusableUntil = pool.now() + head.reusable();
        }
        return head;
    }

    /** Returns why the server is closing the connection; null if it is not. */
    @Nullable
    String goodbye() {
        return goodbye;
    }

    /** Called when the server is closing the connection and only processes streams up to the last one. */
    void goAway(int last, String why) {
        goodbye = why;
        retire();
        List<ApacheExchange> notBegun;
        synchronized (this) {
            notBegun = carried.stream()
                    .filter(attempt -> Integer.compareUnsigned(attempt.streamId(), last) > 0)
                    .toList();
        }
        for (ApacheExchange attempt : notBegun) {
            release(attempt);
            attempt.notBegun("the server closed the connection: " + why);
        }
    }
}

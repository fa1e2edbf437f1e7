package dev.llmbench.http;

import dev.llmbench.sample.Outcome;
import org.jspecify.annotations.Nullable;

/** A request that an event loop carries. Confined to its loop's thread, except for {@link #cut}. */
final class LoopRequest extends ClientRequest {
    private final EventLoop loop;
    private final Connector connector;
    private @Nullable ConnectionAttempt opening;
    private @Nullable Http1 carrier;
    private boolean reserves;
    private boolean counts;

    /**
     * Creates a request for the given loop.
     *
     * @param reserves whether one of the loop's idle connections is reserved for it
     */
    LoopRequest(HttpRequest request, HttpExchange exchange, EventLoop loop, Connector connector, boolean reserves) {
        super(request, exchange);
        this.loop = loop;
        this.connector = connector;
        this.reserves = reserves;
        countIn();
    }

    // For any thread.

    /** Looks for a connection soon, but not while the current input is being processed. */
    void begin() {
        loop.execute(guarded(this::lease));
    }

    @Override
    public void cut() {
        loop.execute(guarded(() -> {
            if (!isOver()) {
                abandon();
                failed(Outcome.INTERRUPTED, "cut off");
            }
        }));
    }

    /** Protects the loop: a bug in this code only ends this request. */
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                broke(e);
            }
        };
    }

    // For the loop's thread.

    /** Counts the request as one that may need another connection. */
    private void countIn() {
        if (!counts) {
            counts = true;
            loop.count(1);
        }
    }

    private void countOut() {
        if (counts) {
            counts = false;
            loop.count(-1);
        }
    }

    private void lease() {
        if (reserves) {
            reserves = false;
            loop.idle().giveBack();
        }
        if (isOver()) {
            return;
        }
        if (loop.isClosing()) {
            loop.end().of(this);
            return;
        }
        Http1 free = needsNewConnection() ? null : loop.idle().take();
        if (free != null) {
            reuses();
            send(free);
            return;
        }
        ConnectionAttempt begun = new ConnectionAttempt(loop, connector, this);
        opening = begun;
        begun.begin();
    }

    /** Called when a connection was opened for the request. */
    void opened(Http1 opened, long since, long at) {
        opening = null;
        carrier = opened;
        guarded(() -> {
                    connected(since, at);
                    send(opened);
                })
                .run();
    }

    private void send(Http1 chosen) {
        carrier = chosen;
        // From now on, its connection counts instead.
        countOut();
        chosen.carry(this);
    }

    /**
     * Called when its first bytes were given to the socket of a connection, either the one that carries it or an
     * earlier one.
     */
    void sent(@Nullable Http1 by, long at) {
        if (carrier == by) {
            guarded(() -> sent(at)).run();
        }
    }

    @Override
    void again() {
        carrier = null;
        countIn();
        opening = null;
        begin();
    }

    @Override
    void reconnects() {
        connector.reconnects();
    }

    @Override
    void release() {
        opening = null;
        carrier = null;
        countOut();
    }

    @Override
    long unreadFor() {
        return loop.unreadFor();
    }

    @Override
    void abandon() {
        ConnectionAttempt awaited = opening;
        if (awaited != null) {
            opening = null;
            awaited.abandon();
        }
        Http1 carrying = carrier;
        if (carrying != null) {
            carrier = null;
            carrying.close();
        }
    }
}

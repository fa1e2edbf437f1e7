package dev.llmbench.http;

import dev.llmbench.sample.Outcome;
import org.jspecify.annotations.Nullable;

/** One request on its way. Belongs to its loop's thread, but for {@link #cut}. */
public final class ClientRequest {
    /** A server that ends one connection after the other is not asked for ever. */
    private static final int MOST_REPEATS = 5;

    /** A server that ends a connection later than this after a write was no longer unaware of the request. */
    private static final long RACE_NANOS = 1_000_000_000;

    private final HttpRequest request;
    private final HttpExchange exchange;
    private final EventLoop loop;
    private final Connector connector;
    private long waitsSince;
    private boolean waits;
    private @Nullable ConnectionAttempt opening;
    private @Nullable Protocol carrier;
    private boolean reused;
    private boolean sentOnceMore;
    private long sentAt;
    private int repeats;
    private volatile boolean sent;
    private volatile long heard;
    private boolean over;
    private boolean reserves;
    private boolean counts;

    /**
     * A request for that loop.
     *
     * @param reserves whether one of the loop's idle connections is reserved for it
     */
    ClientRequest(HttpRequest request, HttpExchange exchange, EventLoop loop, Connector connector, boolean reserves) {
        this.request = request;
        this.exchange = exchange;
        this.loop = loop;
        this.connector = connector;
        this.reserves = reserves;
        countIn();
    }

    // From any thread.

    /** Looks for a connection soon, and not from within whatever is being read now. */
    void begin() {
        loop.execute(guarded(this::lease));
    }

    /** Ends the request; its exchange fails as interrupted, unless it is over by then. */
    public void cut() {
        loop.execute(guarded(() -> {
            if (!over) {
                abandon();
                failed(Outcome.INTERRUPTED, "cut off");
            }
        }));
    }

    /** Whether its first bytes were given to the socket. */
    public boolean isSent() {
        return sent;
    }

    /** When the last bytes of the response were read, or else when the request was sent: a reading of the ticker. Once it is sent. */
    public long lastHeard() {
        return heard;
    }

    /** Guards the loop: a flaw of this code itself ends the request alone. */
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                broke(e);
            }
        };
    }

    // From the loop's thread.

    HttpRequest request() {
        return request;
    }

    HttpExchange exchange() {
        return exchange;
    }

    /** As one that may need a further connection, or that takes up a part of one. */
    private void countIn() {
        counts = true;
        loop.count(1);
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
        if (over) {
            return;
        }
        if (loop.isClosing()) {
            loop.end().of(this);
            return;
        }
        // The cause that ended one idle connection may have ended the others.
        Protocol free = sentOnceMore ? null : loop.idle().take();
        if (free == null) {
            free = loop.shared().withRoom();
        }
        if (free == null) {
            waitForOne();
        } else if (waits) {
            opened(free, loop.ticker().nanos());
        } else {
            reused = !sentOnceMore;
            send(free);
        }
    }

    private void waitForOne() {
        if (!waits) {
            waits = true;
            waitsSince = loop.ticker().nanos();
        }
        ConnectionAttempt shared = loop.shared().opening();
        if (shared != null) {
            opening = shared;
            shared.add(this);
            return;
        }
        ConnectionAttempt begun = new ConnectionAttempt(loop, connector);
        opening = begun;
        begun.add(this);
        loop.shared().opens(begun);
        begun.begin();
    }

    /** There was no room on the connection that it waited for. */
    void waitOn() {
        opening = null;
        begin();
    }

    void opened(Protocol opened, long at) {
        opening = null;
        carrier = opened;
        guarded(() -> {
                    if (!sent) {
                        exchange.connected(waitsSince, at);
                    }
                    send(opened);
                })
                .run();
    }

    private void send(Protocol chosen) {
        waits = false;
        carrier = chosen;
        if (!chosen.isShared()) {
            // From now on its connection counts.
            countOut();
        }
        chosen.carry(this);
    }

    /** Its first bytes were given to the socket of a connection, the one that carries it or one that did before. */
    void sent(@Nullable Protocol by, long at) {
        if (carrier == by && !sent && !over) {
            heard = at;
            sentAt = at;
            sent = true;
            guarded(() -> exchange.sent(at)).run();
        }
    }

    /** Bytes came over its connection, whatever of the response they are. */
    void heard(long at) {
        heard = at;
    }

    void ended(long at, long late) {
        over();
        try {
            exchange.ended(at, late);
        } catch (RuntimeException | Error e) {
            tell(Outcome.CLIENT, flawed(e));
        }
    }

    /**
     * The connection broke under the request.
     *
     * @param hasHead whether the response had begun
     */
    void reset(String why, boolean hasHead) {
        if (reused && !sent) {
            sendOnceMore();
            return;
        }
        String when =
                !sent ? "before the request was sent" : hasHead ? "inside the response" : "before the response began";
        String where = reused && !hasHead ? ", on a connection that had been kept alive" : "";
        String before = sentOnceMore ? ", sent once more since a connection that had been kept alive had ended" : "";
        failed(Outcome.RESET, why + " (" + when + where + before + ")");
    }

    /**
     * The connection ended before any byte of the response came.
     *
     * @param at when, at the earliest
     */
    void unanswered(String why, long at) {
        if (reused && sent && at - sentAt < RACE_NANOS) {
            sendOnceMore();
        } else {
            reset(why, false);
        }
    }

    /** The server had ended the idle connection before it saw the request. */
    private void sendOnceMore() {
        reused = false;
        sentOnceMore = true;
        connector.reconnects();
        again();
    }

    /** The server ended the connection and said that it had not begun with the request; when it was sent first still counts. */
    void notBegun(String why) {
        if (repeats == MOST_REPEATS) {
            failed(Outcome.RESET, why + " (it had begun none of " + (repeats + 1) + " attempts)");
        } else {
            repeats++;
            again();
        }
    }

    private void again() {
        carrier = null;
        if (!counts) {
            countIn();
        }
        opening = null;
        begin();
    }

    void malformed(String why) {
        failed(Outcome.MALFORMED, why);
    }

    void failed(Outcome outcome, String why) {
        if (!over) {
            over();
            tell(outcome, why);
        }
    }

    private void over() {
        over = true;
        opening = null;
        carrier = null;
        countOut();
    }

    private void tell(Outcome outcome, String why) {
        long late = loop.unreadFor();
        try {
            exchange.failed(outcome, why, late);
        } catch (RuntimeException | Error e) {
            try {
                exchange.failed(Outcome.CLIENT, flawed(e), late);
            } catch (RuntimeException | Error again) {
                // It does not take its end; others must not suffer from that.
            }
        }
    }

    void broke(Throwable flaw) {
        abandon();
        failed(Outcome.CLIENT, flawed(flaw));
    }

    private static String flawed(Throwable flaw) {
        return "the client failed: " + flaw;
    }

    private void abandon() {
        ConnectionAttempt awaited = opening;
        if (awaited != null) {
            opening = null;
            awaited.leave(this);
        }
        Protocol carrying = carrier;
        if (carrying != null) {
            carrier = null;
            carrying.abandon(this);
        }
    }
}

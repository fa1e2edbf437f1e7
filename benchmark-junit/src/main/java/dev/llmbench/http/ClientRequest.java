package dev.llmbench.http;

import dev.llmbench.sample.Outcome;

/** A request in flight. The methods that are not public are only called by its transport, one at a time. */
public abstract class ClientRequest {
    /** Limits how often a request is repeated to a server that keeps closing connections. */
    private static final int MOST_REPEATS = 5;

    /** A server that closes a connection later than this after a write must have known about the request. */
    private static final long RACE_NANOS = 1_000_000_000;

    private final HttpRequest request;
    private final HttpExchange exchange;
    private long sentAt;
    private int repeats;
    private boolean reused;
    private boolean sentOnceMore;
    private boolean over;
    private volatile boolean sent;
    private volatile long heard;

    ClientRequest(HttpRequest request, HttpExchange exchange) {
        this.request = request;
        this.exchange = exchange;
    }

    // For any thread.

    /** Ends the request. Its exchange fails as interrupted unless it has already ended. */
    public abstract void cut();

    /** Returns whether its first bytes were given to the socket. */
    public final boolean isSent() {
        return sent;
    }

    /**
     * Returns when the last bytes of the response were read, or else when the request was sent, as a reading of the
     * ticker. The request must have been sent.
     */
    public final long lastHeard() {
        return heard;
    }

    // Actions of the transport.

    /** Sends the request again on another connection. */
    abstract void again();

    /** Counts a request that is sent again because its connection had been closed. */
    abstract void reconnects();

    /** Gives up the connection or the wait for one. */
    abstract void abandon();

    /** Releases the resources of the request, which has ended. */
    abstract void release();

    /** Returns for how many nanoseconds unread input may have been waiting. */
    abstract long unreadFor();

    // Notifications from the transport.

    final HttpRequest request() {
        return request;
    }

    final HttpExchange exchange() {
        return exchange;
    }

    final boolean isOver() {
        return over;
    }

    /**
     * Returns whether it needs a new connection, because whatever closed one idle connection may have closed the
     * others.
     */
    final boolean needsNewConnection() {
        return sentOnceMore;
    }

    /** Called when it is assigned to a connection that was opened earlier. */
    final void reuses() {
        reused = !sentOnceMore;
    }

    /** Called when it is assigned to a connection that it had to wait for. */
    final void connected(long from, long to) {
        if (!sent) {
            exchange.connected(from, to);
        }
    }

    /** Called when its first bytes were given to the socket, perhaps not for the first time. */
    final void sent(long at) {
        if (!sent && !over) {
            heard = at;
            sentAt = at;
            sent = true;
            exchange.sent(at);
        }
    }

    /** Called when bytes of its response have arrived, or any bytes on a connection of its own. */
    final void heard(long at) {
        heard = at;
    }

    final void ended(long at, long late) {
        over();
        try {
            exchange.ended(at, late);
        } catch (RuntimeException | Error e) {
            tell(Outcome.CLIENT, flawed(e));
        }
    }

    /**
     * Called when the connection broke during the request.
     *
     * @param hasHead whether the response had begun
     */
    final void reset(String why, boolean hasHead) {
        if (reused && !sent) {
            sendOnceMore();
            return;
        }
        String when =
                !sent ? "before the request was sent" : hasHead ? "inside the response" : "before the response began";
        String where = reused && !hasHead ? ", on a reused connection" : "";
        String before = sentOnceMore ? ", sent again because an idle connection had been closed" : "";
        failed(Outcome.RESET, why + " (" + when + where + before + ")");
    }

    /**
     * Called when the connection ended before any byte of the response had arrived.
     *
     * @param at the earliest time at which that may have happened
     */
    final void unanswered(String why, long at) {
        if (reused && sent && at - sentAt < RACE_NANOS) {
            sendOnceMore();
        } else {
            reset(why, false);
        }
    }

    /** Sends the request again, because the server had closed the idle connection before it saw the request. */
    private void sendOnceMore() {
        reused = false;
        sentOnceMore = true;
        reconnects();
        again();
    }

    /**
     * Called when the server has closed the connection and declared that it had not processed the request. The time at
     * which it was first sent still counts.
     */
    final void notBegun(String why) {
        if (repeats == MOST_REPEATS) {
            failed(Outcome.RESET, why + " (it processed none of " + (repeats + 1) + " attempts)");
        } else {
            repeats++;
            again();
        }
    }

    final void malformed(String why) {
        failed(Outcome.MALFORMED, why);
    }

    /** Called when the client itself has failed, which ends only this request. */
    final void broke(Throwable flaw) {
        abandon();
        failed(Outcome.CLIENT, flawed(flaw));
    }

    final void failed(Outcome outcome, String why) {
        if (!over) {
            over();
            tell(outcome, why);
        }
    }

    private void over() {
        over = true;
        release();
    }

    private void tell(Outcome outcome, String why) {
        long late = unreadFor();
        try {
            exchange.failed(outcome, why, late);
        } catch (RuntimeException | Error e) {
            try {
                exchange.failed(Outcome.CLIENT, flawed(e), late);
            } catch (RuntimeException | Error again) {
                // An exchange that fails to handle its own end must not affect others.
            }
        }
    }

    private static String flawed(Throwable flaw) {
        return "the client failed: " + flaw;
    }
}

package dev.llmbench.http;

import dev.llmbench.sample.Outcome;

/** One request on its way. Only its transport calls the methods that are not public, one at a time. */
public abstract class ClientRequest {
    /** Limits how often a server that keeps closing connections is asked again. */
    private static final int MOST_REPEATS = 5;

    /** A server that ends a connection later than this after a write was no longer unaware of the request. */
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

    // From any thread.

    /** Ends the request; its exchange fails as interrupted, unless it is over by then. */
    public abstract void cut();

    /** Whether its first bytes were given to the socket. */
    public final boolean isSent() {
        return sent;
    }

    /** When the last bytes of the response were read, or else when the request was sent: a reading of the ticker. Once it is sent. */
    public final long lastHeard() {
        return heard;
    }

    // Actions of the transport.

    /** Sends the request again on another connection. */
    abstract void again();

    /** Counts a request that is sent again because its connection was closed. */
    abstract void reconnects();

    /** Gives up the connection, or the wait for one. */
    abstract void abandon();

    /** Frees what the request holds, since it is over. */
    abstract void release();

    /** For how many nanoseconds input may have been waiting unread. */
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

    /** Whether it needs a new connection, since whatever closed one idle connection may have closed the others. */
    final boolean needsNewConnection() {
        return sentOnceMore;
    }

    /** It goes over a connection that was opened before. */
    final void reuses() {
        reused = !sentOnceMore;
    }

    /** It goes over a connection that it had to wait for. */
    final void connected(long from, long to) {
        if (!sent) {
            exchange.connected(from, to);
        }
    }

    /** Its first bytes were given to the socket, perhaps not for the first time. */
    final void sent(long at) {
        if (!sent && !over) {
            heard = at;
            sentAt = at;
            sent = true;
            exchange.sent(at);
        }
    }

    /** Bytes of its response came, or others over a connection of its own. */
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
     * The connection broke under the request.
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
        String where = reused && !hasHead ? ", on a connection that had been kept alive" : "";
        String before = sentOnceMore ? ", sent once more since a connection that had been kept alive had ended" : "";
        failed(Outcome.RESET, why + " (" + when + where + before + ")");
    }

    /**
     * The connection ended before any byte of the response came.
     *
     * @param at when, at the earliest
     */
    final void unanswered(String why, long at) {
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
        reconnects();
        again();
    }

    /** The server ended the connection and said that it had not begun with the request; when it was sent first still counts. */
    final void notBegun(String why) {
        if (repeats == MOST_REPEATS) {
            failed(Outcome.RESET, why + " (it had begun none of " + (repeats + 1) + " attempts)");
        } else {
            repeats++;
            again();
        }
    }

    final void malformed(String why) {
        failed(Outcome.MALFORMED, why);
    }

    /** The client itself failed, which ends this request alone. */
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
                // The exchange failed to handle its own end, which must not affect others.
            }
        }
    }

    private static String flawed(Throwable flaw) {
        return "the client failed: " + flaw;
    }
}

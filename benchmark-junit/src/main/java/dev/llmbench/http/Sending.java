package dev.llmbench.http;

import dev.llmbench.metric.Outcome;
import org.jspecify.annotations.Nullable;

/** One request on its way. Belongs to its loop's thread, but for {@link #cut}. */
public final class Sending {
    private final byte[] head;
    private final byte[] body;
    private final HttpExchange exchange;
    private final EventLoop loop;
    private final Connector connector;
    private @Nullable Opening opening;
    private @Nullable Connection connection;
    private boolean reused;
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
    Sending(byte[] head, byte[] body, HttpExchange exchange, EventLoop loop, Connector connector, boolean reserves) {
        this.head = head;
        this.body = body;
        this.exchange = exchange;
        this.loop = loop;
        this.connector = connector;
        this.reserves = reserves;
        countIn();
    }

    // From any thread.

    void begin() {
        loop.execute(guarded(this::lease));
    }

    /** Closes the request's connection; its exchange fails as interrupted, unless it is over by then. */
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

    /** What goes wrong in this code itself is the end of the request, not of the loop. */
    Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                broke(e);
            }
        };
    }

    // From the loop's thread.

    /** As one that may need a further connection, until it has one. */
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
        Connection idle = loop.idle().take();
        if (idle == null) {
            Opening begun = new Opening(this, loop, connector);
            opening = begun;
            begun.begin();
        } else {
            reused = true;
            send(idle);
        }
    }

    void opened(Connection opened, long from, long to) {
        opening = null;
        connection = opened;
        guarded(() -> {
                    exchange.connected(from, to);
                    send(opened);
                })
                .run();
    }

    private void send(Connection chosen) {
        connection = chosen;
        countOut();
        chosen.carry(this, head, body);
    }

    void sent(long at) {
        heard = at;
        sent = true;
        exchange.sent(at);
    }

    /** Bytes came over its connection, whatever of the response they are. */
    void heard(long at) {
        heard = at;
    }

    HttpExchange exchange() {
        return exchange;
    }

    void ended(long at) {
        over = true;
        connection = null;
        try {
            exchange.ended(at);
        } catch (RuntimeException | Error e) {
            tell(Outcome.CLIENT, flawed(e));
        }
    }

    /** The connection broke under the request. */
    void reset(String why, ResponseReader response) {
        connection = null;
        if (reused && !sent) {
            // The server had ended the idle connection, and has seen nothing of the request.
            reused = false;
            countIn();
            guarded(this::lease).run();
            return;
        }
        String when = !sent
                ? "before the request was sent"
                : response.hasHead() ? "inside the response" : "before the response began";
        String where = reused && !response.hasHead() ? ", on a connection that had been kept alive" : "";
        failed(Outcome.RESET, why + " (" + when + where + ")");
    }

    void malformed(String why) {
        connection = null;
        failed(Outcome.MALFORMED, why);
    }

    void failed(Outcome outcome, String why) {
        if (!over) {
            over = true;
            opening = null;
            connection = null;
            countOut();
            tell(outcome, why);
        }
    }

    private void tell(Outcome outcome, String why) {
        try {
            exchange.failed(outcome, why);
        } catch (RuntimeException | Error e) {
            try {
                exchange.failed(Outcome.CLIENT, flawed(e));
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
        Opening begun = opening;
        if (begun != null) {
            begun.abandon();
        }
        Connection carrying = connection;
        if (carrying != null) {
            carrying.close();
        }
    }
}

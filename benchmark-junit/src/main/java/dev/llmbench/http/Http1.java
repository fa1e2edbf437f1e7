package dev.llmbench.http;

import org.jspecify.annotations.Nullable;

/** HTTP/1.1 on one connection, which carries one request at a time. */
final class Http1 implements ResponseReader.Sink {
    private static final long MOST_DRAINED = 64 * 1024;

    private final Connection connection;
    private final EventLoop loop;
    private final Connector connector;
    private final ResponseReader response = new ResponseReader();
    private @Nullable LoopRequest sending;
    private boolean answers;
    private boolean idle;
    private long reusableUntil;
    private boolean drains;
    private long drainsUntil;
    private long drained;
    private long readAt;
    private long readLate;

    Http1(Connection connection, EventLoop loop, Connector connector) {
        this.connection = connection;
        this.loop = loop;
        this.connector = connector;
    }

    /**
     * Removes the connection from the idle ones. Returns whether it can carry a request, since the server may have
     * closed it.
     */
    boolean leavesIdle() {
        idle = false;
        return reusableUntil - loop.ticker().nanos() > 0 && connection.isQuiet();
    }

    /** Returns the deadline for the rest of the response. */
    long drainsUntil() {
        return drainsUntil;
    }

    void close() {
        connection.close();
    }

    void carry(LoopRequest request) {
        sending = request;
        answers = false;
        response.reset();
        connection.output().put(request.request().http1(), request);
        connection.output().put(request.request().body());
        connection.flush();
    }

    /**
     * Called when input, or the end of it, has arrived.
     *
     * @param late how much earlier it may have arrived
     */
    void heard(long at, long late) {
        readAt = at;
        readLate = late;
        LoopRequest request = sending;
        if (request != null) {
            request.heard(at);
        }
    }

    /** Reads the input. */
    void received(byte[] bytes, int from, int to) {
        LoopRequest request = sending;
        if (request == null && !drains) {
            // No request is outstanding.
            connection.close();
            return;
        }
        answers = true;
        try {
            int next = response.read(bytes, from, to, this);
            if (response.isComplete()) {
                complete(next == to);
            } else if (request == null) {
                drained(to - from);
            } else if (request.exchange().isComplete()) {
                drain(request);
            }
        } catch (MalformedResponse e) {
            connection.close();
            if (request != null) {
                request.malformed(Failures.said(e));
            }
        }
    }

    @Override
    public void head(ResponseHead head) {
        LoopRequest request = sending;
        if (request != null) {
            request.exchange().head(head, readAt, readLate);
        }
    }

    @Override
    public void body(byte[] bytes, int from, int to) throws MalformedResponse {
        LoopRequest request = sending;
        if (request != null) {
            request.exchange().body(bytes, from, to, readAt, readLate);
        }
    }

    private void complete(boolean nothingFollows) {
        LoopRequest request = taken();
        stopDraining();
        if (nothingFollows && canGoOn() && connector.destination().keepAlive() && response.reusable() > 0) {
            idle = true;
            reusableUntil = readAt - readLate + response.reusable();
            loop.idle().add(this);
        } else {
            connection.close();
        }
        if (request != null) {
            request.ended(readAt, readLate);
        }
    }

    private boolean canGoOn() {
        return connection.output().isWritten() && !loop.isClosing();
    }

    /**
     * Called when the peer has closed its side normally, after {@link #heard}. Returns false if that cuts a response
     * off.
     */
    boolean ended() {
        if (sending != null && response.endOfInput()) {
            complete(false);
            return true;
        }
        return false;
    }

    // The rest of a response, after the part that was needed.

    private void drain(LoopRequest request) {
        sending = null;
        if (canGoOn()) {
            drains = true;
            drained = 0;
            drainsUntil = readAt + DrainingResponses.LONGEST_NANOS;
            loop.draining().add(this);
        } else {
            connection.close();
        }
        request.ended(readAt, readLate);
    }

    private void drained(int bytes) {
        drained += bytes;
        if (drained > MOST_DRAINED) {
            connection.close();
        }
    }

    private void stopDraining() {
        if (drains) {
            drains = false;
            loop.draining().remove(this);
        }
    }

    // The end.

    /** Called when the connection was closed. One of the following methods is called next. */
    void closed() {
        if (idle) {
            loop.idle().remove(this);
        }
        stopDraining();
    }

    /** Called when the peer has broken the connection. */
    void brokenOff(String why) {
        LoopRequest request = taken();
        if (request != null) {
            if (answers) {
                request.reset(why, response.hasHead());
            } else {
                request.unanswered(why, readAt - readLate);
            }
        }
    }

    /** Called when the client itself has failed. */
    void broke(Throwable flaw) {
        LoopRequest request = taken();
        if (request != null) {
            request.broke(flaw);
        }
    }

    /** Called when the loop ends. */
    void interrupted(EventLoop.End end) {
        LoopRequest request = taken();
        if (request != null) {
            end.of(request);
        }
    }

    private @Nullable LoopRequest taken() {
        LoopRequest request = sending;
        sending = null;
        return request;
    }
}

package dev.llmbench.http;

import org.jspecify.annotations.Nullable;

/** HTTP/1.1 on one connection, which carries one request at a time. */
final class Http1 implements Protocol, ResponseReader.Sink {
    private final Connection connection;
    private final EventLoop loop;
    private final ResponseReader response = new ResponseReader();
    private @Nullable Sending sending;
    private boolean idle;
    private long readAt;
    private long readLate;

    Http1(Connection connection, EventLoop loop) {
        this.connection = connection;
        this.loop = loop;
    }

    @Override
    public void begin() {
        connection.opened();
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public boolean hasRoom() {
        return sending == null && !connection.isClosed();
    }

    /** Is idle no longer; says whether it can carry a request, since a server may have ended the connection. */
    boolean leavesIdle() {
        idle = false;
        return connection.isQuiet();
    }

    void close() {
        connection.close();
    }

    @Override
    public void carry(Sending request) {
        sending = request;
        response.reset();
        connection.output().put(request.request().http1(), request);
        connection.output().put(request.request().body());
        connection.flush();
    }

    @Override
    public void abandon(Sending request) {
        connection.close();
    }

    @Override
    public void heard(long at, long late) {
        readAt = at;
        readLate = late;
        Sending request = sending;
        if (request != null) {
            request.heard(at);
        }
    }

    @Override
    public void received(byte[] bytes, int from, int to) {
        Sending request = sending;
        if (request == null) {
            // Nobody asked for anything.
            connection.close();
            return;
        }
        try {
            int next = response.read(bytes, from, to, this);
            if (response.isComplete()) {
                complete(request, next == to);
            }
        } catch (MalformedResponse e) {
            connection.close();
            request.malformed(Failures.said(e));
        }
    }

    @Override
    public void head(ResponseHead head) {
        Sending request = sending;
        if (request != null) {
            request.exchange().head(head, readAt, readLate);
        }
    }

    @Override
    public void body(byte[] bytes, int from, int to) throws MalformedResponse {
        Sending request = sending;
        if (request != null) {
            request.exchange().body(bytes, from, to, readAt, readLate);
        }
    }

    private void complete(Sending request, boolean nothingFollows) {
        sending = null;
        if (nothingFollows && connection.output().isWritten() && response.keepsAlive() && !loop.isClosing()) {
            idle = true;
            loop.idle().add(this);
        } else {
            connection.close();
        }
        request.ended(readAt, readLate);
    }

    @Override
    public boolean ended() {
        Sending request = sending;
        if (request != null && response.endOfInput()) {
            complete(request, false);
            return true;
        }
        return false;
    }

    // The end.

    @Override
    public void closed() {
        if (idle) {
            loop.idle().remove(this);
        }
    }

    @Override
    public void brokenOff(String why) {
        Sending request = taken();
        if (request != null) {
            request.reset(why, response.hasHead());
        }
    }

    @Override
    public void broke(Throwable flaw) {
        Sending request = taken();
        if (request != null) {
            request.broke(flaw);
        }
    }

    @Override
    public void interrupted(EventLoop.End end) {
        Sending request = taken();
        if (request != null) {
            end.of(request);
        }
    }

    private @Nullable Sending taken() {
        Sending request = sending;
        sending = null;
        return request;
    }
}

package dev.llmbench.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One connection, which carries one request at a time. Belongs to its loop's thread. */
final class Connection implements ResponseReader.Sink {
    private static final String CLOSED_BY_PEER = "Connection closed by peer";

    private final EventLoop loop;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final @Nullable Tls tls;
    private final Output output;
    private final ResponseReader response = new ResponseReader();
    private @Nullable Opening opening;
    private @Nullable Sending sending;
    private boolean unread;
    private boolean idle;
    private boolean closed;
    private long readAt;

    /** A connection whose channel is connected already, or connecting. */
    Connection(EventLoop loop, SocketChannel channel, @Nullable Tls tls, Opening opening, boolean connected)
            throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.tls = tls;
        this.opening = opening;
        this.output = new Output(channel, tls, loop.scratch());
        this.key = channel.register(loop.selector(), connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
        loop.count(1);
    }

    // Opening.

    /** The channel is connected. */
    void connected() {
        Tls handshake = tls;
        if (handshake == null) {
            opened();
        } else {
            try {
                handshake.begin(output);
                flush();
            } catch (SSLException e) {
                breakOff(Failures.said(e));
            }
        }
    }

    private void opened() {
        Opening ended = opening;
        if (ended != null) {
            opening = null;
            ended.opened(this);
        }
    }

    boolean isConnected() {
        return channel.isConnected();
    }

    /** The socket can be written to, or is connected. */
    void goOn() {
        if (closed) {
            return;
        }
        try {
            if (channel.isConnected()) {
                flush();
            } else {
                finishConnecting();
            }
        } catch (RuntimeException | Error e) {
            broke(e);
        }
    }

    private void finishConnecting() {
        try {
            if (!channel.finishConnect()) {
                return;
            }
            key.interestOps(SelectionKey.OP_READ);
        } catch (IOException e) {
            Opening refused = opening;
            close();
            if (refused != null) {
                refused.refused(e);
            }
            return;
        }
        connected();
    }

    // The request.

    /** Is idle no longer; says whether the connection can carry a request, since a server may have ended it. */
    boolean leavesIdle() {
        idle = false;
        if (closed || unread) {
            return false;
        }
        try {
            // Whatever there is to be read here, nobody asked for it.
            return channel.read(loop.scratch().clear().limit(1)) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    void carry(Sending request, byte[] head, byte[] body) {
        sending = request;
        response.reset();
        output.put(head, body);
        flush();
    }

    private void flush() {
        long before = loop.ticker().nanos();
        boolean wasBegun = output.hasBegun();
        SSLException noTls = null;
        try {
            output.flush();
        } catch (SSLException e) {
            noTls = e;
        } catch (IOException e) {
            // The peer has gone; what it said before that, why it refuses the request perhaps, is still to be read.
            output.drop();
        }
        Sending request = sending;
        if (!wasBegun && output.hasBegun() && request != null) {
            request.sent(before);
        }
        if (noTls != null) {
            breakOff(Failures.said(noTls));
            return;
        }
        int wanted = output.wantsToWrite() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    // The response.

    int read(ByteBuffer buffer) throws IOException {
        return channel.read(buffer);
    }

    /** Whether bytes were read and not yet handed on. */
    void markUnread(boolean is) {
        unread = is;
    }

    /** Takes bytes that were read from the socket. */
    void received(byte[] bytes, int from, int to, long at) {
        if (closed) {
            return;
        }
        readAt = at;
        Sending request = sending;
        if (request != null) {
            request.heard(at);
        }
        try {
            if (tls == null) {
                plain(bytes, from, to);
            } else {
                encrypted(tls, bytes, from, to);
            }
        } catch (SSLException e) {
            breakOff(Failures.said(e));
        } catch (RuntimeException | Error e) {
            broke(e);
        }
    }

    private void encrypted(Tls encryption, byte[] bytes, int from, int to) throws SSLException {
        encryption.received(bytes, from, to, output, this::plain);
        if (!closed && !output.isEmpty()) {
            flush();
        }
        if (encryption.isOpen()) {
            opened();
        }
        if (encryption.isEnded()) {
            ended(null, readAt);
        }
    }

    private void plain(byte[] bytes, int from, int to) {
        Sending request = sending;
        if (closed || request == null) {
            // Nobody asked for anything.
            close();
            return;
        }
        try {
            int next = response.read(bytes, from, to, this);
            if (response.isComplete()) {
                complete(request, next == to);
            }
        } catch (MalformedResponse e) {
            close();
            request.malformed(Failures.said(e));
        }
    }

    @Override
    public void head(ResponseHead head) {
        Sending request = sending;
        if (request != null) {
            request.exchange().head(head, readAt);
        }
    }

    @Override
    public void body(byte[] bytes, int from, int to) throws MalformedResponse {
        Sending request = sending;
        if (request != null) {
            request.exchange().body(bytes, from, to, readAt);
        }
    }

    private void complete(Sending request, boolean nothingFollows) {
        sending = null;
        if (nothingFollows && output.isEmpty() && !output.isBroken() && response.keepsAlive() && !loop.isClosing()) {
            idle = true;
            loop.idle().add(this);
        } else {
            close();
        }
        request.ended(readAt);
    }

    /** The peer ended the connection, in order or, where there is a failure, not. */
    void ended(@Nullable IOException failure, long at) {
        if (closed) {
            return;
        }
        readAt = at;
        Sending request = sending;
        if (failure == null && request != null && response.endOfInput()) {
            complete(request, false);
            return;
        }
        breakOff(failure == null ? CLOSED_BY_PEER : Failures.said(failure));
    }

    // The end.

    private void broke(Throwable flaw) {
        Opening begun = opening;
        Sending request = sending;
        close();
        if (begun != null) {
            begun.broke(flaw);
        } else if (request != null) {
            request.broke(flaw);
        }
    }

    private void breakOff(String why) {
        Opening handshaking = opening;
        Sending request = sending;
        close();
        if (handshaking != null) {
            handshaking.noTls(why);
        } else if (request != null) {
            request.reset(why, response);
        }
    }

    /** The loop ends. */
    void interrupt(EventLoop.End end) {
        Sending request = sending;
        Opening begun = opening;
        close();
        if (begun != null) {
            begun.interrupt(end);
        } else if (request != null) {
            end.of(request);
        }
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        opening = null;
        sending = null;
        loop.count(-1);
        if (idle) {
            loop.idle().remove(this);
        }
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}

package dev.llmbench.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A connection: its socket, its encryption, and its protocol. Confined to its loop's thread. */
final class Connection {
    private final EventLoop loop;
    private final Connector connector;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final @Nullable Tls tls;
    private final PendingOutput output;
    private @Nullable Http1 protocol;
    private @Nullable ConnectionAttempt opening;
    private boolean unread;
    private boolean closed;
    private long readAt;
    private long readLate;
    private boolean mayHaveMore;
    private long unreadSince;

    /** Creates a connection whose channel is already connected or is connecting. */
    Connection(EventLoop loop, Connector connector, SocketChannel channel, ConnectionAttempt opening, boolean connected)
            throws IOException {
        this.loop = loop;
        this.connector = connector;
        this.channel = channel;
        this.tls = connector.tls(loop);
        this.opening = opening;
        this.output = new PendingOutput(channel, tls, loop.scratch());
        this.key = channel.register(loop.selector(), connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
        loop.count(1);
    }

    // Opening.

    /** Called when the channel is connected. */
    void connected() {
        Tls handshake = tls;
        if (handshake == null) {
            secured();
        } else {
            try {
                handshake.begin(output);
                flush();
            } catch (SSLException e) {
                breakOff(Failures.said(e));
            }
        }
    }

    /** Called when a request can be sent to the right server, encrypted or not. */
    private Http1 secured() {
        Http1 spoken = new Http1(this, loop, connector);
        protocol = spoken;
        connector.spokeHttp1();
        ConnectionAttempt ended = opening;
        if (ended != null) {
            opening = null;
            ended.opened(spoken);
        }
        return spoken;
    }

    boolean isConnected() {
        return channel.isConnected();
    }

    /** Called when the socket can be written to or is connected. */
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
            ConnectionAttempt refused = opening;
            close();
            if (refused != null) {
                refused.refused(e);
            }
            return;
        }
        connected();
    }

    // Output.

    /** Returns the bytes to write; {@link #flush} starts writing them. */
    PendingOutput output() {
        return output;
    }

    void flush() {
        if (closed) {
            return;
        }
        SSLException noTls = null;
        try {
            output.flush(loop.ticker().nanos());
        } catch (SSLException e) {
            noTls = e;
        } catch (IOException e) {
            // The peer is gone, but what it sent before, perhaps why it refuses the request, must still be read.
            output.drop();
        }
        output.tellBegun(protocol);
        if (closed) {
            return;
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

    // Input.

    /** Returns whether all input was passed on and the peer has not closed the connection. */
    boolean isQuiet() {
        if (closed || unread) {
            return false;
        }
        try {
            return channel.read(loop.scratch().clear().limit(1)) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    int read(ByteBuffer buffer) throws IOException {
        return channel.read(buffer);
    }

    /**
     * Returns how much earlier the bytes of a read may have arrived: those for which the previous read had no room were
     * already there at that time.
     *
     * @param at when they were read
     * @param late how much earlier they may have arrived, judging only by the loop's iteration
     * @param full whether the read filled the buffer, so that there may be more
     */
    long lateness(long at, long late, boolean full) {
        long all = mayHaveMore ? Math.max(late, at - unreadSince) : late;
        mayHaveMore = full;
        unreadSince = at - all;
        return all;
    }

    /** Sets whether there are bytes that were read but not yet passed on. */
    void markUnread(boolean is) {
        unread = is;
    }

    /** Called with bytes that were read from the socket. */
    void received(byte[] bytes, int from, int to, long at, long late) {
        if (closed) {
            return;
        }
        readAt = at;
        readLate = late;
        Http1 spoken = protocol;
        if (spoken != null) {
            spoken.heard(at, late);
        }
        try {
            if (tls == null) {
                plain(bytes, from, to);
            } else {
                encrypted(tls, bytes, from, to);
            }
            if (!closed && !output.isEmpty()) {
                flush();
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
        if (!closed && protocol == null && encryption.isOpen()) {
            secured();
        }
        if (encryption.isEnded()) {
            ended(null, readAt, readLate);
        }
    }

    private void plain(byte[] bytes, int from, int to) {
        if (closed) {
            return;
        }
        // A server may send data together with the end of its handshake.
        Http1 spoken = protocol;
        if (spoken == null) {
            spoken = secured();
            spoken.heard(readAt, readLate);
        }
        if (!closed) {
            spoken.received(bytes, from, to);
        }
    }

    /** Called at the end of the connection, which is normal unless there is a failure. */
    void ended(@Nullable IOException failure, long at, long late) {
        if (closed) {
            return;
        }
        Http1 spoken = protocol;
        if (spoken != null) {
            spoken.heard(at, late);
        }
        if (failure != null || spoken == null || !spoken.ended()) {
            breakOff(failure == null ? Failures.CLOSED_BY_PEER : Failures.said(failure));
        }
    }

    // The end.

    private void broke(Throwable flaw) {
        ConnectionAttempt begun = opening;
        close();
        if (begun != null) {
            begun.broke(flaw);
        } else if (protocol != null) {
            protocol.broke(flaw);
        }
    }

    private void breakOff(String why) {
        ConnectionAttempt begun = opening;
        close();
        if (begun != null) {
            begun.brokenOff(why);
        } else if (protocol != null) {
            protocol.brokenOff(why);
        }
    }

    /** Called when the loop ends. */
    void interrupt(EventLoop.End end) {
        ConnectionAttempt begun = opening;
        close();
        if (begun != null) {
            begun.interrupt(end);
        } else if (protocol != null) {
            protocol.interrupted(end);
        }
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        opening = null;
        loop.count(-1);
        if (protocol != null) {
            protocol.closed();
        }
        try {
            channel.close();
        } catch (IOException e) {
            // The connection is closed either way.
        }
    }
}

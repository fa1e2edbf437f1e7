package dev.llmbench.openai;

import dev.llmbench.metric.Ticker;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.concurrent.locks.Lock;
import org.apache.hc.core5.http.nio.command.RequestExecutionCommand;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.ssl.SSLIOSession;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection that stamps each read from and write to its socket, before anything is made of the bytes. Exchanges take
 * their moments from here.
 */
final class TimedSession implements IOSession {
    private final IOSession session;
    private final Ticker ticker;
    private final boolean encrypted;
    private long lastRead;
    private boolean mayRead;
    private boolean ended;
    private int exchanges;
    private @Nullable Exchange sending;

    TimedSession(IOSession session, Ticker ticker) {
        this.session = session;
        this.ticker = ticker;
        this.encrypted = session instanceof SSLIOSession;
    }

    /** When bytes were last read from the socket, by the ticker. */
    long lastRead() {
        return lastRead;
    }

    /** Whether the peer has ended its side of the connection. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether the bytes are encrypted between here and the socket. */
    boolean isEncrypted() {
        return encrypted;
    }

    /** Whether the connection carried an exchange before. */
    boolean isUsed() {
        return exchanges > 0;
    }

    /** An exchange begins to write its request. */
    void begin(Exchange exchange) {
        sending = exchange;
        exchanges++;
    }

    /** Closes the connection without waiting for a peer that may be hanging. */
    void abort() {
        // Ending TLS in order takes an answer from the peer.
        session.close(encrypted ? CloseMode.IMMEDIATE : CloseMode.GRACEFUL);
    }

    @Override
    public void enqueue(Command command, Command.Priority priority) {
        if (command instanceof RequestExecutionCommand request
                && request.getExchangeHandler() instanceof Exchange exchange) {
            exchange.on(this);
            if (!encrypted) {
                // The requester takes its connect timeout for the socket's too, which would end every longer silence.
                // It can't do so with TLS: there the timeout goes back to what it was when the handshake is done.
                session.setSocketTimeout(Timeout.DISABLED);
            }
        }
        session.enqueue(command, priority);
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
        if (!mayRead && !encrypted) {
            // Decoders read on before they hand on what they have, which would be stamped too late then. What is left
            // in the socket is announced again at once.
            return 0;
        }
        int count = session.read(bytes);
        if (count > 0 && !encrypted) {
            lastRead = ticker.nanos();
        }
        mayRead = false;
        ended |= count < 0;
        return count;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (sending == null) {
            return session.write(bytes);
        }
        long before = ticker.nanos();
        int count = session.write(bytes);
        if (count > 0) {
            sending.sent(before);
            sending = null;
        }
        return count;
    }

    /** Called when the socket can be read; of an encrypted one the bytes are read before this class sees them. */
    @Override
    public void updateReadTime() {
        mayRead = true;
        if (encrypted) {
            lastRead = ticker.nanos();
        }
        session.updateReadTime();
    }

    @Override
    public void updateWriteTime() {
        session.updateWriteTime();
    }

    @Override
    public boolean hasCommands() {
        return session.hasCommands();
    }

    @Override
    public Command poll() {
        return session.poll();
    }

    @Override
    public ByteChannel channel() {
        return session.channel();
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return session.getRemoteAddress();
    }

    @Override
    public SocketAddress getLocalAddress() {
        return session.getLocalAddress();
    }

    @Override
    public int getEventMask() {
        return session.getEventMask();
    }

    @Override
    public void setEventMask(int ops) {
        session.setEventMask(ops);
    }

    @Override
    public void setEvent(int op) {
        session.setEvent(op);
    }

    @Override
    public void clearEvent(int op) {
        session.clearEvent(op);
    }

    @Override
    public void close() {
        session.close();
    }

    @Override
    public void close(CloseMode closeMode) {
        session.close(closeMode);
    }

    @Override
    public Status getStatus() {
        return session.getStatus();
    }

    @Override
    public long getLastReadTime() {
        return session.getLastReadTime();
    }

    @Override
    public long getLastWriteTime() {
        return session.getLastWriteTime();
    }

    @Override
    public long getLastEventTime() {
        return session.getLastEventTime();
    }

    @Override
    public IOEventHandler getHandler() {
        return session.getHandler();
    }

    @Override
    public void upgrade(IOEventHandler handler) {
        session.upgrade(handler);
    }

    @Override
    public Lock getLock() {
        return session.getLock();
    }

    @Override
    public String getId() {
        return session.getId();
    }

    @Override
    public boolean isOpen() {
        return session.isOpen();
    }

    @Override
    public Timeout getSocketTimeout() {
        return session.getSocketTimeout();
    }

    @Override
    public void setSocketTimeout(Timeout timeout) {
        session.setSocketTimeout(timeout);
    }

    @Override
    public String toString() {
        return session.toString();
    }
}

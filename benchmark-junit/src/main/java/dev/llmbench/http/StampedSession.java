package dev.llmbench.http;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.concurrent.locks.Lock;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;

/** A session of HttpClient whose reads and writes are stamped. */
final class StampedSession implements IOSession {
    private final IOSession session;
    private final Stamps stamps;

    StampedSession(IOSession session, Stamps stamps) {
        this.session = session;
        this.stamps = stamps;
    }

    /** Called right before a socket is read, which with TLS happens without a call of {@link #read}. */
    @Override
    public void updateReadTime() {
        stamps.ofThread().reads();
        session.updateReadTime();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int length = session.read(target);
        if (length != 0) {
            stamps.ofThread().reads();
        }
        return length;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        long before = stamps.now();
        int length = session.write(source);
        if (length > 0) {
            stamps.ofThread().wrote(before);
        }
        return length;
    }

    /** Called after input was passed on, if that was requested with {@link #setEvent}. */
    @Override
    public void updateWriteTime() {
        stamps.ofThread().handedOn();
        session.updateWriteTime();
    }

    // Everything else is passed on unchanged.

    @Override
    public String getId() {
        return session.getId();
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
    public void enqueue(Command command, Command.Priority priority) {
        session.enqueue(command, priority);
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
    public void close(CloseMode mode) {
        session.close(mode);
    }

    @Override
    public boolean isOpen() {
        return session.isOpen();
    }

    @Override
    public Status getStatus() {
        return session.getStatus();
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
}

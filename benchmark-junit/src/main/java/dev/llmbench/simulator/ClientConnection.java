package dev.llmbench.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection. Requests arrive one after another, and each is answered before the next is read. Confined to
 * the server's thread.
 */
final class ClientConnection {

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII);

    private final SocketChannel channel;
    private final SelectionKey key;
    private final SimulatorLoop loop;
    private final RequestRouter desk;
    private final Outbox out;
    private final HttpRequestParser parser = new HttpRequestParser();

    private @Nullable TimedAnswer answer;
    private boolean closes;
    /** Whether the answer has more to send as soon as the socket accepts it. */
    private boolean held;
    /** Whether to close the connection once everything is written. */
    private boolean closing;
    /**
     * Whether further bytes from the client are discarded: closing with unread bytes would reset the connection before
     * the client reads its error.
     */
    private boolean lingering;

    ClientConnection(
            SocketChannel channel, SelectionKey key, SimulatorLoop loop, RequestRouter desk, ByteBuffer shared) {
        this.channel = channel;
        this.key = key;
        this.loop = loop;
        this.desk = desk;
        this.out = new Outbox(channel, shared);
    }

    /**
     * Reads the bytes that have arrived.
     *
     * @param buffer a buffer to use
     * @param arrived when the bytes were noticed
     */
    void read(ByteBuffer buffer, long arrived) throws IOException {
        buffer.clear();
        if (channel.read(buffer) < 0) {
            abandon();
            return;
        }
        take(buffer.flip());
        serve(arrived);
    }

    private void take(ByteBuffer bytes) throws IOException {
        if (closing || lingering) {
            return;
        }
        try {
            parser.feed(bytes);
        } catch (HttpError e) {
            if (answer == null) {
                refuse(e);
            } else {
                abandon();
            }
        }
    }

    /** Handles the requests that have arrived, up to the first that takes time. */
    private void serve(long arrived) throws IOException {
        try {
            while (answer == null && !closing && !lingering && channel.isOpen()) {
                ReceivedRequest request = parser.next();
                if (request == null) {
                    if (parser.takeAwaitsContinue()) {
                        out.put(CONTINUE);
                    }
                    break;
                }
                closes = request.closes();
                follow(desk.reply(request, arrived), arrived);
            }
        } catch (HttpError e) {
            refuse(e);
        }
        flush();
    }

    private void follow(RequestRouter.Reply reply, long arrived) throws IOException {
        if (reply instanceof RequestRouter.Reply.AtOnce atOnce) {
            atOnce.trace().ifPresent(trace -> loop.served(trace, true));
            out.put(atOnce.answer());
            closing = closes;
        } else if (reply instanceof RequestRouter.Reply.Reset reset) {
            loop.served(reset.trace(), true);
            reset();
        } else if (reply instanceof RequestRouter.Reply.Generate generate) {
            generate(generate.answer(), arrived);
        }
    }

    private void generate(TimedAnswer wanted, long arrived) throws IOException {
        Slots.Entry entry = loop.enter(this);
        if (entry == Slots.Entry.FULL) {
            follow(RequestRouter.full(wanted.trace(), closes), arrived);
            return;
        }
        answer = wanted;
        wanted.open(out);
        if (entry == Slots.Entry.IN) {
            start(arrived);
        }
    }

    /** Called when the turn of its request has come. */
    void start(long now) {
        TimedAnswer current = current();
        current.start(now);
        loop.schedule(this, current.due());
    }

    /** Called when the next step of its answer is due. */
    void step(long now) throws IOException {
        TimedAnswer current = current();
        switch (current.emit(now, out)) {
            case MORE -> {
                flush();
                held = !out.isEmpty();
                if (!held && channel.isOpen()) {
                    loop.schedule(this, current.due());
                }
            }
            case HANGS -> flush();
            case COMPLETE -> {
                leave(true);
                closing = closes;
                serve(now);
            }
            case CLOSE -> {
                leave(true);
                closing = true;
                flush();
            }
            case RESET -> {
                leave(true);
                reset();
            }
        }
    }

    /** Called when the socket accepts bytes again. */
    void write() throws IOException {
        flush();
        if (held && out.isEmpty() && channel.isOpen()) {
            held = false;
            loop.schedule(this, current().due());
        }
    }

    /** Ends the connection when the client has left or the server must close it. */
    void abandon() {
        leave(false);
        close();
    }

    private TimedAnswer current() {
        if (answer == null) {
            throw new IllegalStateException("no request is being answered on this connection");
        }
        return answer;
    }

    /**
     * Logs the request and frees its place before the last bytes are sent, so that a client that has them finds it finished.
     */
    private void leave(boolean finished) {
        if (answer != null) {
            RequestTrace trace = answer.trace();
            answer = null;
            held = false;
            loop.served(trace, finished);
            loop.leave(this);
        }
    }

    private void refuse(HttpError error) throws IOException {
        out.put(HttpAnswer.error(error.status(), error.message(), true));
        lingering = true;
        closing = true;
        flush();
    }

    private void flush() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        out.flush();
        if (!out.isEmpty()) {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            return;
        }
        if (key.interestOps() != SelectionKey.OP_READ) {
            key.interestOps(SelectionKey.OP_READ);
        }
        if (closing && lingering) {
            channel.shutdownOutput();
            closing = false;
        } else if (closing) {
            close();
        }
    }

    private void reset() throws IOException {
        out.flush();
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        close();
    }

    private void close() {
        loop.forget(this);
        try {
            channel.close();
        } catch (IOException e) {
            // The connection is closed in any case.
        }
    }
}

package dev.llmbench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.apache.hc.core5.reactor.EventMask;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.ProtocolIOSession;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Opens a tunnel through an HTTP proxy before the TLS handshake with the server. */
final class Tunnel implements IOEventHandler, ResponseReader.Sink {
    private final ByteBuffer request;
    private final Runnable opened;
    private final Consumer<String> refused;
    private final ResponseReader response = new ResponseReader();
    private final byte[] one = new byte[1];
    private @Nullable ResponseHead answer;

    private Tunnel(String request, Runnable opened, Consumer<String> refused) {
        this.request = ByteBuffer.wrap(request.getBytes(ISO_8859_1));
        this.opened = opened;
        this.refused = refused;
    }

    /**
     * Asks the proxy for a tunnel.
     *
     * @param refused receives the reason if the proxy refuses
     */
    static void ask(
            ProtocolIOSession session, Origin origin, ProxyRoute via, Runnable opened, Consumer<String> refused) {
        String host = origin.host().contains(":") ? "[" + origin.host() + "]" : origin.host();
        String to = host + ":" + origin.port();
        String credentials =
                via.authorization().isEmpty() ? "" : "Proxy-Authorization: " + via.authorization() + "\r\n";
        String text = "CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n" + credentials + "\r\n";
        session.upgrade(new Tunnel(text, opened, refused));
        session.setEvent(EventMask.WRITE);
    }

    @Override
    public void connected(IOSession session) {
        session.setEvent(EventMask.WRITE);
    }

    @Override
    public void outputReady(IOSession session) throws IOException {
        session.write(request);
        if (!request.hasRemaining()) {
            session.clearEvent(EventMask.WRITE);
        }
    }

    @Override
    public void inputReady(IOSession session, @Nullable ByteBuffer unused) throws IOException {
        // One byte at a time, since what follows the answer comes from the server.
        while (answer == null) {
            int length = session.read(ByteBuffer.wrap(one));
            if (length == 0) {
                return;
            }
            if (length < 0) {
                throw new IOException(Failures.CLOSED_BY_PEER);
            }
            try {
                response.read(one, 0, 1, this);
            } catch (MalformedResponse e) {
                refused.accept("the proxy did not answer in HTTP: " + Failures.said(e));
                return;
            }
        }
        if (answer.status() / 100 == 2) {
            opened.run();
        } else {
            refused.accept("the proxy answered HTTP " + answer.status()
                    + (answer.status() == 407 || answer.status() == 401
                            ? ", which requires credentials or rejects the given ones"
                            : ""));
        }
    }

    @Override
    public void head(ResponseHead head) {
        answer = head;
    }

    @Override
    public void body(byte[] bytes, int from, int to) {
        // Nothing reads it.
    }

    @Override
    public void timeout(IOSession session, Timeout timeout) {
        // The connection attempt enforces the timeout.
    }

    @Override
    public void exception(IOSession session, Exception cause) {
        // The connection notifies its attempt.
    }

    @Override
    public void disconnected(IOSession session) {
        // Likewise.
    }
}

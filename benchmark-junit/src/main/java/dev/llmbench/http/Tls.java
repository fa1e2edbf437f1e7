package dev.llmbench.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** The TLS of one connection: decrypts input and encrypts output. */
final class Tls {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final byte[] NO_BYTES = {};

    private final SSLEngine engine;
    private byte[] incomplete = NO_BYTES;
    private final byte[] plain;
    private boolean open;
    private boolean ended;

    /** Receives decrypted bytes, which are only valid during the call. */
    interface Plain {
        void take(byte[] bytes, int from, int to);
    }

    private Tls(SSLEngine engine, byte[] plain) {
        this.engine = engine;
        this.plain = plain;
    }

    /**
     * Creates the TLS of a connection to the server.
     *
     * @param plain a buffer for decrypted bytes, which connections of one thread may share
     */
    static Tls to(Origin origin, TlsContext context, byte[] plain) {
        SSLEngine engine = context.context().createSSLEngine(origin.name(), origin.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        context.demandName(parameters);
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        engine.setSSLParameters(parameters);
        return new Tls(engine, plain);
    }

    /** Returns whether the handshake is complete. */
    boolean isOpen() {
        return open;
    }

    /** Returns whether the peer has ended the stream normally. */
    boolean isEnded() {
        return ended;
    }

    void begin(PendingOutput output) throws SSLException {
        engine.beginHandshake();
        advance(NOTHING, output, (bytes, from, to) -> {});
    }

    /** Decrypts bytes from the socket, passes on the decrypted ones, and continues the handshake. */
    void received(byte[] bytes, int from, int to, PendingOutput output, Plain sink) throws SSLException {
        ByteBuffer input = ByteBuffer.wrap(bytes, from, to - from);
        if (incomplete.length > 0) {
            byte[] both = Arrays.copyOf(incomplete, incomplete.length + to - from);
            System.arraycopy(bytes, from, both, incomplete.length, to - from);
            input = ByteBuffer.wrap(both);
        }
        advance(input, output, sink);
        incomplete = ended || !input.hasRemaining() ? NO_BYTES : new byte[input.remaining()];
        input.get(incomplete);
    }

    private void advance(ByteBuffer input, PendingOutput output, Plain sink) throws SSLException {
        boolean goesOn = true;
        while (goesOn && !ended) {
            HandshakeStatus status = engine.getHandshakeStatus();
            goesOn = switch (status) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> wrap(output);
                default -> unwrap(input, sink);
            };
        }
    }

    private boolean runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        return true;
    }

    private boolean wrap(PendingOutput output) throws SSLException {
        ByteBuffer packet = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        SSLEngineResult result = engine.wrap(NOTHING.duplicate(), packet);
        note(result);
        output.putEncrypted(packet.flip());
        return result.getStatus() == SSLEngineResult.Status.OK;
    }

    private boolean unwrap(ByteBuffer input, Plain sink) throws SSLException {
        SSLEngineResult result = engine.unwrap(input, ByteBuffer.wrap(plain));
        note(result);
        if (result.bytesProduced() > 0) {
            sink.take(plain, 0, result.bytesProduced());
        }
        boolean advanced = result.bytesConsumed() > 0
                || result.bytesProduced() > 0
                || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                || result.getHandshakeStatus() == HandshakeStatus.NEED_TASK;
        return switch (result.getStatus()) {
            case OK -> advanced;
            case BUFFER_UNDERFLOW, CLOSED -> false;
            case BUFFER_OVERFLOW -> throw new SSLException("a record is longer than " + plain.length + " bytes");
        };
    }

    private void note(SSLEngineResult result) {
        open |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
        ended |= result.getStatus() == SSLEngineResult.Status.CLOSED;
    }

    /**
     * Encrypts the beginning of the given bytes.
     *
     * @param target the target, with room for a packet
     * @return how many bytes were encrypted
     */
    int encrypt(ByteBuffer[] bytes, ByteBuffer target) throws SSLException {
        SSLEngineResult result = engine.wrap(bytes, target);
        note(result);
        if (result.getStatus() != SSLEngineResult.Status.OK) {
            throw new SSLException("nothing more can be encrypted: " + result.getStatus());
        }
        return result.bytesConsumed();
    }
}

package dev.llmbench.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The bytes that a connection still has to write. */
final class PendingOutput {
    private static final int MOST_BUFFERS = 16;

    private final SocketChannel channel;
    private final @Nullable Tls tls;
    private final ByteBuffer scratch;
    private final Queue<Piece> pieces = new ArrayDeque<>(4);

    /** How much of the first piece has been taken. */
    private int taken;

    /**
     * The requests whose first bytes were taken but not yet given to the socket; then those whose first bytes were
     * given to the socket, and when.
     */
    private final Queue<LoopRequest> begun = new ArrayDeque<>(1);

    private final Queue<LoopRequest> sent = new ArrayDeque<>(1);
    private long sentAt;
    private boolean broken;
    private boolean waits;
    private @Nullable ByteBuffer encrypted;

    /** A range of bytes, with which a request may begin. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared, and copying each body would be wasteful.
    private record Piece(
            byte[] bytes, int from, int to, @Nullable LoopRequest begins) {
        int length() {
            return to - from;
        }
    }

    /**
     * Creates an empty output.
     *
     * @param scratch a buffer for what one call writes
     */
    PendingOutput(SocketChannel channel, @Nullable Tls tls, ByteBuffer scratch) {
        this.channel = channel;
        this.tls = tls;
        this.scratch = scratch;
    }

    /** Adds bytes to write. */
    void put(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    void put(byte[] bytes, int from, int to) {
        put(new Piece(bytes, from, to, null));
    }

    /** Adds the first bytes of a request, which is notified when the first of them has been given to the socket. */
    void put(byte[] bytes, LoopRequest begins) {
        put(new Piece(bytes, 0, bytes.length, begins));
    }

    private void put(Piece piece) {
        if (!broken && piece.length() > 0) {
            pieces.add(piece);
        }
    }

    /** Adds bytes that are already encrypted, or belong to the handshake. */
    void putEncrypted(ByteBuffer bytes) {
        ByteBuffer before = encrypted;
        int length = bytes.remaining() + (before == null ? 0 : before.remaining());
        ByteBuffer all = ByteBuffer.allocate(length);
        if (before != null) {
            all.put(before);
        }
        encrypted = all.put(bytes).flip();
    }

    boolean isEmpty() {
        return encrypted == null && pieces.isEmpty();
    }

    /** Returns whether everything has been written. */
    boolean isWritten() {
        return isEmpty() && !broken;
    }

    /** Returns whether there is output for which only the socket is not ready. */
    boolean wantsToWrite() {
        return !isEmpty() && !waits;
    }

    /** Drops all output, because nothing more can be written. */
    void drop() {
        broken = true;
        encrypted = null;
        pieces.clear();
        begun.clear();
        taken = 0;
    }

    /**
     * Writes as much as the socket accepts.
     *
     * @param now the current time; {@link #tellBegun} must be called next
     */
    void flush(long now) throws IOException {
        sentAt = now;
        if (tls == null) {
            flushPlain();
        } else {
            flushEncrypted(tls);
        }
    }

    /** Notifies the requests whose first bytes were given to the socket. */
    void tellBegun(@Nullable Http1 carrier) {
        for (LoopRequest request = sent.poll(); request != null; request = sent.poll()) {
            request.sent(carrier, sentAt);
        }
    }

    private void flushPlain() throws IOException {
        while (!pieces.isEmpty()) {
            gather();
            take(channel.write(scratch));
            given();
            if (scratch.hasRemaining()) {
                return;
            }
        }
    }

    private void gather() {
        scratch.clear();
        int before = taken;
        for (Piece piece : pieces) {
            int length = Math.min(scratch.remaining(), piece.length() - before);
            scratch.put(piece.bytes(), piece.from() + before, length);
            before = 0;
            if (!scratch.hasRemaining()) {
                break;
            }
        }
        scratch.flip();
    }

    /** Removes bytes that have been taken. */
    private void take(int count) {
        int left = count;
        for (Piece first = pieces.peek(); first != null && left > 0; first = pieces.peek()) {
            if (taken == 0 && first.begins() != null) {
                begun.add(first.begins());
            }
            int length = Math.min(left, first.length() - taken);
            left -= length;
            taken += length;
            if (taken == first.length()) {
                pieces.remove();
                taken = 0;
            }
        }
    }

    /** Records that at least some of the bytes taken were given to the socket. */
    private void given() {
        for (LoopRequest request = begun.poll(); request != null; request = begun.poll()) {
            sent.add(request);
        }
    }

    private void flushEncrypted(Tls encryption) throws IOException {
        waits = false;
        while (!isEmpty()) {
            ByteBuffer left = encrypted;
            if (left != null) {
                if (!wrote(left)) {
                    return;
                }
                encrypted = null;
            } else {
                scratch.clear();
                take(encryption.encrypt(rest(), scratch));
                scratch.flip();
                if (!scratch.hasRemaining()) {
                    // The server wants another handshake first, and it is the server's turn to send.
                    waits = true;
                    return;
                }
                if (!wrote(scratch)) {
                    putEncrypted(scratch);
                    return;
                }
            }
        }
    }

    /** Returns whether the socket accepted the whole record. */
    private boolean wrote(ByteBuffer record) throws IOException {
        if (channel.write(record) > 0) {
            given();
        }
        return !record.hasRemaining();
    }

    /** Returns the first bytes to encrypt. */
    private ByteBuffer[] rest() {
        ByteBuffer[] rest = new ByteBuffer[Math.min(MOST_BUFFERS, pieces.size())];
        int before = taken;
        int count = 0;
        for (Piece piece : pieces) {
            if (count == rest.length) {
                break;
            }
            rest[count++] = ByteBuffer.wrap(piece.bytes(), piece.from() + before, piece.length() - before);
            before = 0;
        }
        return rest;
    }
}

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

    /** How much of the first piece was taken. */
    private int taken;

    /** The requests whose first bytes were taken, and not given to the socket yet; those for which they were, and when. */
    private final Queue<LoopRequest> begun = new ArrayDeque<>(1);

    private final Queue<LoopRequest> sent = new ArrayDeque<>(1);
    private long sentAt;
    private boolean broken;
    private boolean waits;
    private @Nullable ByteBuffer encrypted;

    /** A part of some bytes, with which a request begins or not. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared, and a copy of each body would be waste.
    private record Piece(
            byte[] bytes, int from, int to, @Nullable LoopRequest begins) {
        int length() {
            return to - from;
        }
    }

    /**
     * Nothing to write yet.
     *
     * @param scratch gathers what one call writes
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

    /** Adds the first bytes of a request, which is notified when the first of them was passed to the socket. */
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

    /** Whether there is something that only the socket keeps from being written. */
    boolean wantsToWrite() {
        return !isEmpty() && !waits;
    }

    /** Nothing more can be written. */
    void drop() {
        broken = true;
        encrypted = null;
        pieces.clear();
        begun.clear();
        taken = 0;
    }

    /**
     * Writes as much as the socket takes.
     *
     * @param now when that is; {@link #tellBegun} is to follow
     */
    void flush(long now) throws IOException {
        sentAt = now;
        if (tls == null) {
            flushPlain();
        } else {
            flushEncrypted(tls);
        }
    }

    /** Tells those requests whose first bytes were given to the socket. */
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

    /** So many bytes are done with. */
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

    /** Notes that the bytes taken were given to the socket, or some of them at least. */
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
                    // The server wants another handshake first, and it is the server's turn.
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

    /** Whether the socket took all of it. */
    private boolean wrote(ByteBuffer record) throws IOException {
        if (channel.write(record) > 0) {
            given();
        }
        return !record.hasRemaining();
    }

    /** Returns the start of what is to be encrypted. */
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

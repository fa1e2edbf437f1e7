package dev.llmbench.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** What a connection still has to write. */
final class Output {
    private static final byte[] NOTHING = {};

    private final SocketChannel channel;
    private final @Nullable Tls tls;
    private final ByteBuffer scratch;
    private byte[] head = NOTHING;
    private byte[] body = NOTHING;
    private int taken;
    private boolean begun = true;
    private boolean broken;
    private boolean waits;
    private @Nullable ByteBuffer encrypted;

    /**
     * Nothing to write yet.
     *
     * @param scratch gathers what one call writes
     */
    Output(SocketChannel channel, @Nullable Tls tls, ByteBuffer scratch) {
        this.channel = channel;
        this.tls = tls;
        this.scratch = scratch;
    }

    /** A request is to be written. */
    void put(byte[] newHead, byte[] newBody) {
        head = newHead;
        body = newBody;
        taken = 0;
        begun = false;
    }

    /** Bytes that are encrypted already, or belong to the handshake, are to be written. */
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
        return encrypted == null && taken == head.length + body.length;
    }

    /** Whether any byte of the request was given to the socket. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether there is something that only the socket keeps from being written. */
    boolean wantsToWrite() {
        return !isEmpty() && !waits;
    }

    /** Nothing more can be written. */
    void drop() {
        broken = true;
        encrypted = null;
        rest();
    }

    /** Whether something was dropped. */
    boolean isBroken() {
        return broken;
    }

    private void rest() {
        head = NOTHING;
        body = NOTHING;
        taken = 0;
    }

    /** Writes as much as the socket takes. */
    void flush() throws IOException {
        if (tls == null) {
            flushPlain();
        } else {
            flushEncrypted(tls);
        }
        if (isEmpty()) {
            rest();
        }
    }

    private void flushPlain() throws IOException {
        while (!isEmpty()) {
            scratch.clear();
            int inHead = Math.min(scratch.remaining(), Math.max(0, head.length - taken));
            scratch.put(head, Math.min(taken, head.length), inHead);
            int bodyTaken = Math.max(0, taken - head.length);
            scratch.put(body, bodyTaken, Math.min(scratch.remaining(), body.length - bodyTaken));
            scratch.flip();
            int written = channel.write(scratch);
            taken += written;
            begun |= written > 0;
            if (scratch.hasRemaining()) {
                return;
            }
        }
    }

    private void flushEncrypted(Tls encryption) throws IOException {
        waits = false;
        while (!isEmpty()) {
            ByteBuffer left = encrypted;
            if (left != null) {
                begun |= channel.write(left) > 0 && taken > 0;
                if (left.hasRemaining()) {
                    return;
                }
                encrypted = null;
            } else {
                int before = Math.min(taken, head.length);
                ByteBuffer[] rest = {
                    ByteBuffer.wrap(head, before, head.length - before),
                    ByteBuffer.wrap(body, taken - before, body.length - (taken - before))
                };
                scratch.clear();
                taken += encryption.encrypt(rest, scratch);
                scratch.flip();
                if (!scratch.hasRemaining()) {
                    // The server wants another handshake first, and it is the server's turn.
                    waits = true;
                    return;
                }
                begun |= channel.write(scratch) > 0 && taken > 0;
                if (scratch.hasRemaining()) {
                    putEncrypted(scratch);
                    return;
                }
            }
        }
    }
}

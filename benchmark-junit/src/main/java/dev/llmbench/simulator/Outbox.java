package dev.llmbench.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * The output to one socket. It is gathered in a buffer that all connections share, written at once, and only kept if
 * the socket is full.
 */
final class Outbox {

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final WritableByteChannel channel;
    private final ByteBuffer gathered;
    private ByteBuffer backlog = EMPTY;

    /**
     * @param shared a direct buffer that is larger than any template, and empty whenever it passes from one connection
     *     to another
     */
    Outbox(WritableByteChannel channel, ByteBuffer shared) {
        this.channel = channel;
        this.gathered = shared;
    }

    void put(Wire.Template template, byte[] id) throws IOException {
        byte[] bytes = template.bytes();
        if (bytes.length > gathered.remaining()) {
            flush();
        }
        int at = gathered.position();
        gathered.put(bytes);
        gathered.put(at + template.idOffset(), id);
    }

    void put(byte[] bytes) throws IOException {
        if (bytes.length > gathered.remaining()) {
            flush();
        }
        if (bytes.length > gathered.remaining()) {
            writeOrKeep(ByteBuffer.wrap(bytes));
        } else {
            gathered.put(bytes);
        }
    }

    /** Writes what the socket accepts. */
    void flush() throws IOException {
        gathered.flip();
        try {
            writeOrKeep(gathered);
        } finally {
            gathered.clear();
        }
    }

    boolean isEmpty() {
        return !backlog.hasRemaining();
    }

    private void writeOrKeep(ByteBuffer bytes) throws IOException {
        if (backlog.hasRemaining()) {
            channel.write(backlog);
        }
        if (!backlog.hasRemaining() && bytes.hasRemaining()) {
            backlog = EMPTY;
            channel.write(bytes);
        }
        if (bytes.hasRemaining()) {
            backlog = ByteBuffer.allocate(backlog.remaining() + bytes.remaining())
                    .put(backlog)
                    .put(bytes)
                    .flip();
        }
    }
}

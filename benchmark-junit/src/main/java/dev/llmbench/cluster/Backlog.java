package dev.llmbench.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A queue of messages to send, in memory and, once there are too many of them, in a temporary file. Thread-safe. */
final class Backlog implements AutoCloseable {
    private final long mostInMemory;
    private final long mostInFile;
    private final Queue<byte[]> memory = new ArrayDeque<>();
    private long bytesInMemory;
    private @Nullable FileChannel file;
    private long written;
    private long read;
    private byte @Nullable [] last;
    private boolean ended;
    private boolean closed;

    /**
     * Creates an empty backlog.
     *
     * @param mostInMemory the number of bytes to keep in memory
     * @param mostInFile the number of bytes to keep in the file beyond these
     */
    Backlog(long mostInMemory, long mostInFile) {
        this.mostInMemory = mostInMemory;
        this.mostInFile = mostInFile;
    }

    /**
     * Adds a message.
     *
     * @return whether there was room for it
     */
    synchronized boolean add(byte[] message) {
        if (closed) {
            return false;
        }
        // Messages in the file are older than this one, which must not overtake them in memory.
        boolean fits = written == read && bytesInMemory + message.length <= mostInMemory;
        if (!fits && !spill(message)) {
            return false;
        }
        if (fits) {
            memory.add(message);
            bytesInMemory += message.length;
        }
        notifyAll();
        return true;
    }

    /** Adds the last message, for which there is always room. */
    synchronized void end(byte[] message) {
        last = message;
        ended = true;
        notifyAll();
    }

    private boolean spill(byte[] message) {
        // The file shrinks only once all of it was read.
        if (written + message.length > mostInFile) {
            return false;
        }
        try {
            FileChannel open = file == null ? open() : file;
            file = open;
            ByteBuffer entry = ByteBuffer.allocate(Integer.BYTES + message.length);
            entry.putInt(message.length).put(message).flip();
            long at = written;
            while (entry.hasRemaining()) {
                at += open.write(entry, at);
            }
            written = at;
            return true;
        } catch (IOException e) {
            // The disk is full: the caller counts what is lost.
            return false;
        }
    }

    private static FileChannel open() throws IOException {
        Path path = Files.createTempFile("llm-load-spool", "");
        return FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    /**
     * Removes the oldest message, and waits for one if necessary.
     *
     * @return the message; null after the last one, or once the backlog is closed
     */
    synchronized byte @Nullable [] take() throws InterruptedException {
        while (!closed && !ended && bytes() == 0) {
            wait();
        }
        if (closed) {
            return null;
        }
        // Messages in memory are older than those in the file.
        byte[] oldest = memory.poll();
        if (oldest != null) {
            bytesInMemory -= oldest.length;
            return oldest;
        }
        if (written != read) {
            return unspilled();
        }
        byte[] ending = last;
        last = null;
        return ending;
    }

    private byte[] unspilled() {
        try {
            FileChannel open = Objects.requireNonNull(file);
            ByteBuffer length = fill(open, ByteBuffer.allocate(Integer.BYTES));
            byte[] message = fill(open, ByteBuffer.allocate(length.getInt())).array();
            if (written == read) {
                open.truncate(0);
                written = 0;
                read = 0;
            }
            return message;
        } catch (IOException e) {
            throw new IllegalStateException("the file of rows that wait to be sent cannot be read", e);
        }
    }

    private ByteBuffer fill(FileChannel open, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            int count = open.read(buffer, read);
            if (count < 0) {
                throw new IOException("it is shorter than what was written");
            }
            read += count;
        }
        return buffer.flip();
    }

    /** Returns the number of bytes that wait to be sent. */
    synchronized long bytes() {
        return bytesInMemory + written - read;
    }

    /** Discards all messages. */
    @Override
    public synchronized void close() {
        closed = true;
        memory.clear();
        notifyAll();
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            // Nobody needs the file any more.
        }
    }
}

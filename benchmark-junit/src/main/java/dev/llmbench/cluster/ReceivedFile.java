package dev.llmbench.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A file that the coordinator sends in parts, in a temporary folder that only this user can read. Thread-safe. */
final class ReceivedFile implements AutoCloseable {
    private @Nullable Path folder;
    private @Nullable OutputStream out;
    private long size;
    private boolean closed;

    /** Adds a part: a message whose first byte is its kind. */
    synchronized void add(byte[] message) {
        if (closed) {
            return;
        }
        try {
            if (out == null) {
                out = Files.newOutputStream(folder().resolve("part"));
            }
            out.write(message, 1, message.length - 1);
            size += message.length - 1;
            notifyAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path folder() throws IOException {
        Path known = folder;
        Path made = known == null ? Files.createTempDirectory("llm-load-dataset") : known;
        folder = made;
        return made;
    }

    /**
     * Waits for the whole file.
     *
     * @param name the name to give it
     * @param bytes its size in bytes
     */
    synchronized Path complete(String name, long bytes) throws InterruptedException {
        while (size < bytes && !closed) {
            wait();
        }
        try {
            if (out == null) {
                add(new byte[1]);
            }
            close(out);
            Path file = folder().resolve(name).normalize();
            if (!file.startsWith(folder()) || file.equals(folder())) {
                throw new IOException("this is not the name of a file");
            }
            return Files.move(folder().resolve("part"), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(@Nullable OutputStream open) throws IOException {
        if (open != null) {
            open.close();
        }
    }

    /** Deletes the file. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        Path made = folder;
        if (made == null) {
            return;
        }
        try (Stream<Path> all = Files.walk(made)) {
            close(out);
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            // The system deletes temporary files eventually.
        }
    }
}

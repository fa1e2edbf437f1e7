package dev.llmbench.cluster;

import dev.llmbench.plan.DatasetException;
import java.io.IOException;
import java.io.OutputStream;
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
    private @Nullable IOException failure;

    /** Adds a part: a message whose first byte is its kind. */
    synchronized void add(byte[] message) {
        if (closed || failure != null) {
            return;
        }
        try {
            if (out == null) {
                out = Files.newOutputStream(folder().resolve("part"));
            }
            out.write(message, 1, message.length - 1);
            size += message.length - 1;
        } catch (IOException e) {
            failure = e;
        }
    }

    private Path folder() throws IOException {
        Path known = folder;
        Path made = known == null ? Files.createTempDirectory("llm-load-dataset") : known;
        folder = made;
        return made;
    }

    /**
     * Completes the file, all of whose parts have been added.
     *
     * @param name the name to give it
     * @param bytes its size in bytes
     * @throws DatasetException if it could not be stored
     */
    synchronized Path complete(String name, long bytes) {
        add(new byte[1]);
        try {
            if (failure != null) {
                throw failure;
            }
            close(out);
            Path file = folder().resolve(name).normalize();
            if (size != bytes || !file.startsWith(folder()) || file.equals(folder())) {
                throw new IOException(size + " of " + bytes + " bytes arrived under the name " + name);
            }
            return Files.move(folder().resolve("part"), file);
        } catch (IOException e) {
            throw new DatasetException(
                    "the dataset cannot be stored in the worker's " + System.getProperty("java.io.tmpdir") + ": " + e,
                    e);
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

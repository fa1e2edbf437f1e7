package dev.llmbench.junit;

import dev.llmbench.report.console.Console;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Lets one load test of a user at a time through on this machine: two at once would measure each other. Tests of one JVM
 * go through in the order in which they come; JVMs keep each other out by a lock on a file.
 */
final class LoadTestGate {
    static final LoadTestGate OF_THIS_USER = new LoadTestGate(fileOfThisUser(), Console::print);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);
    /** The lock is on a byte far beyond the text, since Windows lets nobody read bytes that are locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int LONGEST_TEXT = 4096;

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Path file;
    private final Consumer<String> reader;
    private volatile String inside = "";

    /**
     * A gate that JVMs share by this file.
     *
     * @param reader takes the messages of those who wait
     */
    LoadTestGate(Path file, Consumer<String> reader) {
        this.file = file;
        this.reader = reader;
    }

    /**
     * The system's own directory comes first: builds give the JVMs that they fork temporary directories of their own, in
     * which these would not meet.
     */
    private static Path fileOfThisUser() {
        Path shared = Path.of("/tmp");
        boolean usable = File.separatorChar == '/' && Files.isDirectory(shared) && Files.isWritable(shared);
        Path directory = usable ? shared : Path.of(System.getProperty("java.io.tmpdir", ""));
        String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
        return directory.resolve("llmbench-" + user + ".lock");
    }

    /** What happens behind the gate. */
    @FunctionalInterface
    interface Passage<T> {
        T run() throws InterruptedException;
    }

    /**
     * Runs the passage when no other runs; at once where it may run beside others. Where there can be no lock on a file,
     * other JVMs are not kept out.
     *
     * @param visitor what runs, as those who wait for it are told
     */
    <T> T pass(boolean besideOthers, String visitor, Passage<T> passage) throws InterruptedException {
        if (besideOthers) {
            return passage.run();
        }
        if (!lock.tryLock(0, TimeUnit.SECONDS)) {
            sayThatItWaits(visitor, inside);
            lock.lockInterruptibly();
        }
        try {
            inside = visitor;
            return passAlone(visitor, passage);
        } finally {
            lock.unlock();
        }
    }

    private void sayThatItWaits(String visitor, String other) {
        reader.accept("Load test " + visitor + " waits for " + (other.isBlank() ? "another one" : other)
                + ", since two at once would measure each other; with llmbench.parallel=true they run side by side");
    }

    private <T> T passAlone(String visitor, Passage<T> passage) throws InterruptedException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, options(), permissions());
        } catch (IOException e) {
            return passage.run();
        }
        try (channel) {
            awaitLock(channel, visitor);
            write(
                    channel,
                    visitor + " (process " + ProcessHandle.current().pid() + ", in "
                            + Path.of("").toAbsolutePath() + ")");
            try {
                return passage.run();
            } finally {
                write(channel, "");
            }
        } catch (IOException e) {
            throw new IllegalStateException("A file that is open can be closed", e);
        }
    }

    private static Set<OpenOption> options() {
        return Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    }

    private FileAttribute<?>[] permissions() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Tries again and again: a lock that another class loader of this JVM has cannot be waited for. */
    private void awaitLock(FileChannel channel, String visitor) throws InterruptedException {
        boolean said = false;
        while (!isLocked(channel)) {
            if (!said) {
                sayThatItWaits(visitor, read(channel));
                said = true;
            }
            Thread.sleep(BETWEEN_TRIES.toMillis());
        }
    }

    private static boolean isLocked(FileChannel channel) {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false) != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            // The file system knows no locks.
            return true;
        }
    }

    private static String read(FileChannel channel) {
        ByteBuffer text = ByteBuffer.allocate(LONGEST_TEXT);
        try {
            channel.read(text, 0);
        } catch (IOException e) {
            return "";
        }
        return StandardCharsets.UTF_8.decode(text.flip()).toString();
    }

    private static void write(FileChannel channel, String text) {
        try {
            channel.truncate(0);
            channel.write(StandardCharsets.UTF_8.encode(text), 0);
        } catch (IOException e) {
            // Those who wait are told of another load test.
        }
    }
}

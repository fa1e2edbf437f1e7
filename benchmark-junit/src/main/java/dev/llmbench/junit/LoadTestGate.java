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
 * Admits one load test of a user at a time on this machine, since concurrent ones would disturb each other. Tests of one JVM
 * are admitted in order of arrival; JVMs exclude each other with a file lock.
 */
final class LoadTestGate {
    static final LoadTestGate OF_THIS_USER = new LoadTestGate(fileOfThisUser(), Console::print);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);
    /** A byte far beyond the text is locked, since locked bytes cannot be read on Windows. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int LONGEST_TEXT = 4096;

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Path file;
    private final Consumer<String> reader;
    private volatile String inside = "";

    /**
     * Creates a gate that JVMs share through this file.
     *
     * @param reader receives the messages of those that wait
     */
    LoadTestGate(Path file, Consumer<String> reader) {
        this.file = file;
        this.reader = reader;
    }

    /**
     * Prefers the system's temporary directory: builds give forked JVMs separate ones, so they would not share a lock file.
     */
    private static Path fileOfThisUser() {
        Path shared = Path.of("/tmp");
        boolean usable = File.separatorChar == '/' && Files.isDirectory(shared) && Files.isWritable(shared);
        Path directory = usable ? shared : Path.of(System.getProperty("java.io.tmpdir", ""));
        String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
        return directory.resolve("llmbench-" + user + ".lock");
    }

    /** The code that runs once admitted. */
    @FunctionalInterface
    interface Passage<T> {
        T run() throws InterruptedException;
    }

    /**
     * Runs the passage when no other runs, or at once if it may run in parallel. If the file cannot be locked, other JVMs
     * are not excluded.
     *
     * @param visitor the name of the test in messages to those that wait for it
     */
    <T> T pass(boolean parallel, String visitor, Passage<T> passage) throws InterruptedException {
        if (parallel) {
            return passage.run();
        }
        if (!lock.tryLock(0, TimeUnit.SECONDS)) {
            announceWait(visitor, inside);
            lock.lockInterruptibly();
        }
        try {
            inside = visitor;
            return passAlone(visitor, passage);
        } finally {
            lock.unlock();
        }
    }

    private void announceWait(String visitor, String other) {
        reader.accept("Load test " + visitor + " waits for " + (other.isBlank() ? "another one" : other)
                + ", since concurrent load tests disturb"
                + " each other; llmbench.parallel=true lets them run at the same time");
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
            throw new IllegalStateException("The lock file could not be closed", e);
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

    /** Polls, because a lock held by another class loader of this JVM cannot be waited for. */
    private void awaitLock(FileChannel channel, String visitor) throws InterruptedException {
        boolean announced = false;
        while (!isLocked(channel)) {
            if (!announced) {
                announceWait(visitor, read(channel));
                announced = true;
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
            // The file system does not support locks.
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
            // Waiting tests then report an unnamed load test.
        }
    }
}

package dev.llmbench.junit;

import dev.llmbench.report.Console;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one load test at a time through, in the order in which they come: two at once would measure each other. Of the JVMs
 * that a build forks to run tests side by side one goes on at a time, too.
 */
final class Gate {
    static final Gate OF_THIS_JVM = new Gate();

    private static final String LOCK = ".lock";

    private final ReentrantLock lock = new ReentrantLock(true);

    /** What happens behind the gate. */
    @FunctionalInterface
    interface Passage<T> {
        T run() throws InterruptedException;
    }

    /**
     * Runs the passage when no other runs; at once where it may run beside others.
     *
     * @param root the directory that all load tests of the build write to
     */
    <T> T pass(boolean besideOthers, Path root, Passage<T> passage) throws InterruptedException {
        if (besideOthers) {
            return passage.run();
        }
        lock.lockInterruptibly();
        try {
            Runnable letIn = keepOut(root);
            try {
                return passage.run();
            } finally {
                letIn.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Keeps load tests of other JVMs out until what it returns is run. Where there can be no lock nobody is kept out, and a directory that cannot be written is told by the run itself. */
    private static Runnable keepOut(Path root) throws InterruptedException {
        FileChannel channel;
        try {
            Files.createDirectories(root);
            channel = FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            return () -> {};
        }
        try {
            if (channel.tryLock() == null) {
                Console.print("A load test of another JVM of this build is running: this one starts after it");
                channel.lock();
            }
        } catch (FileLockInterruptionException e) {
            Thread.interrupted();
            throw new InterruptedException("interrupted while another JVM's load test was running");
        } catch (IOException | OverlappingFileLockException e) {
            // The file system knows no locks, or code of another class loader has this one.
        }
        return () -> letIn(channel);
    }

    private static void letIn(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock goes with the JVM at the latest.
        }
    }
}

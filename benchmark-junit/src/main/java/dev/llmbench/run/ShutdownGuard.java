package dev.llmbench.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Ends the load when the JVM is told to exit, by Ctrl-C for instance, and holds the exit up until the files are complete.
 */
public final class ShutdownGuard {
    private static final long LONGEST_SECONDS = 10;

    private final LoadRun run;
    private final CountDownLatch complete = new CountDownLatch(1);

    private ShutdownGuard(LoadRun run) {
        this.run = run;
    }

    /**
     * Does the work under guard.
     *
     * @param run is ended when the JVM is told to exit
     * @param work carries the run out and writes its files
     */
    public static <T> T over(LoadRun run, Supplier<T> work) {
        ShutdownGuard guard = new ShutdownGuard(run);
        Thread hook = new Thread(guard::endTheLoad, "llm-load-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.get();
        } finally {
            guard.complete.countDown();
            remove(hook);
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is exiting: the hook has seen the latch and ends.
        }
    }

    private void endTheLoad() {
        run.stop("the JVM was told to exit");
        try {
            if (!complete.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                System.getLogger(ShutdownGuard.class.getName())
                        .log(System.Logger.Level.WARNING, "The JVM exits before the load test's files are complete");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

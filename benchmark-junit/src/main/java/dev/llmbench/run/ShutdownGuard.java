package dev.llmbench.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Ends the load when the JVM is shut down, for example by Ctrl-C, and delays the exit until the files are complete. */
public final class ShutdownGuard {
    private static final long LONGEST_SECONDS = 10;

    private final LoadCarrier carrier;
    private final CountDownLatch complete = new CountDownLatch(1);

    private ShutdownGuard(LoadCarrier carrier) {
        this.carrier = carrier;
    }

    /**
     * Does the work, guarded against a shutdown.
     *
     * @param carrier the carrier of the load, which is stopped when the JVM is shut down
     * @param work carries out the run and writes its files
     */
    public static <T> T over(LoadCarrier carrier, Supplier<T> work) {
        ShutdownGuard guard = new ShutdownGuard(carrier);
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
            // The JVM is exiting: the hook sees the latch and ends.
        }
    }

    private void endTheLoad() {
        carrier.stop("the JVM was shut down");
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

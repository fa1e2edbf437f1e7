package dev.llmbench.cli;

import java.util.concurrent.TimeUnit;

/** Keeps a program running until Ctrl-C, SIGTERM or an interrupt ends it. */
final class UntilEnded {
    private UntilEnded() {}

    /**
     * Runs an action every second until the end.
     *
     * @param closing closes everything that is open, while the JVM waits
     */
    static void run(Runnable eachSecond, Runnable closing) {
        Thread hook = new Thread(closing, "llmbench-ends");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(1);
                eachSecond.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (remove(hook)) {
                closing.run();
            }
        }
    }

    private static boolean remove(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook runs.
            return false;
        }
    }
}

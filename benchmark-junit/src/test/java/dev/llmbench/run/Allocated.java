package dev.llmbench.run;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Tells work by what it allocates: unlike time, that is the same on a busy machine. */
public final class Allocated {
    private Allocated() {}

    /** Work that may fail as it likes. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /** The bytes that the work allocates on this thread. */
    public static long by(Work work) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}

package dev.llmbench.run;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes room in the heap before a run. Collects existing garbage now rather than in a pause during the run, and keeps the
 * collector from shrinking the heap, since a small heap is collected repeatedly until it has grown.
 */
final class HeapRoom {
    private static final String LEAST_FREE = "MinHeapFreeRatio";
    private static final String MOST_FREE = "MaxHeapFreeRatio";

    private HeapRoom() {}

    static synchronized void make() {
        HotSpotDiagnosticMXBean flags = flags();
        if (flags == null) {
            System.gc();
            return;
        }
        String leastFree = flags.getVMOption(LEAST_FREE).getValue();
        String mostFree = flags.getVMOption(MOST_FREE).getValue();
        flags.setVMOption(MOST_FREE, "100");
        flags.setVMOption(LEAST_FREE, "85");
        try {
            System.gc();
        } finally {
            flags.setVMOption(LEAST_FREE, leastFree);
            flags.setVMOption(MOST_FREE, mostFree);
        }
    }

    /** Returns the bean that sets the flags of this JVM; null if it has no such flags. */
    private static @Nullable HotSpotDiagnosticMXBean flags() {
        try {
            HotSpotDiagnosticMXBean flags = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            boolean both = flags != null
                    && flags.getVMOption(LEAST_FREE).isWriteable()
                    && flags.getVMOption(MOST_FREE).isWriteable();
            return both ? flags : null;
        } catch (IllegalArgumentException | LinkageError e) {
            return null;
        }
    }
}

package dev.llmbench.engine;

import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/** The processor time of this JVM, all of its threads together. */
final class ProcessCpu {
    private ProcessCpu() {}

    /** The time used so far in nanoseconds; empty where the JVM does not tell. */
    static OptionalLong nanos() {
        // Time, not load: the JVM gives the load since whoever asked for it before.
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            long nanos = system.getProcessCpuTime();
            return nanos < 0 ? OptionalLong.empty() : OptionalLong.of(nanos);
        }
        return OptionalLong.empty();
    }
}

package dev.llmbench.engine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The use of processors by this JVM, its garbage collector, and the whole machine. */
final class ProcessCpu {
    private ProcessCpu() {}

    /** The processor time that this JVM has used so far; empty if unknown. */
    static OptionalLong nanos() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            long nanos = system.getProcessCpuTime();
            return nanos < 0 ? OptionalLong.empty() : OptionalLong.of(nanos);
        }
        return OptionalLong.empty();
    }

    /** The share of the machine's processors in use since the last call; empty if unknown. */
    static OptionalDouble machineShare() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            double share = system.getCpuLoad();
            return share >= 0 ? OptionalDouble.of(Math.min(1, share)) : OptionalDouble.empty();
        }
        return OptionalDouble.empty();
    }

    /** The time that this JVM has spent on garbage collection so far. */
    static Duration collecting() {
        return Duration.ofMillis(ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .filter(millis -> millis > 0)
                .sum());
    }
}

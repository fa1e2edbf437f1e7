package dev.llmbench.benchmark;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * The generator's own state at one moment.
 *
 * @param nanos the machine's monotonic clock
 * @param cpuNanos CPU time of the whole process so far
 * @param allocated bytes allocated so far by all threads that live
 * @param heapUsed bytes of the heap in use
 */
record Probe(long nanos, long cpuNanos, long allocated, long heapUsed) {

    static Probe take(boolean collected) {
        if (collected) {
            System.gc();
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Probe(
                System.nanoTime(),
                system.getProcessCpuTime(),
                Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                        .filter(bytes -> bytes > 0)
                        .sum(),
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    String written() {
        return nanos + " " + cpuNanos + " " + allocated + " " + heapUsed;
    }

    static Probe read(String written) {
        long[] numbers =
                Arrays.stream(written.split(" ")).mapToLong(Long::parseLong).toArray();
        return new Probe(numbers[0], numbers[1], numbers[2], numbers[3]);
    }
}

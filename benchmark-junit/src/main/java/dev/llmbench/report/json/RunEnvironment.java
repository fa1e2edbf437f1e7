package dev.llmbench.report.json;

import dev.llmbench.report.Revision;
import dev.llmbench.report.Versions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The machine and the code of a run, so that figures of different ones are not compared by mistake.
 *
 * @param benchmarkJunit the version of this library
 * @param java the version of the Java runtime
 * @param jvm the JVM's name and vendor
 * @param os the operating system, its version and architecture
 * @param cpus the processors available to the JVM
 * @param maxHeapMib the JVM's maximum heap, in MiB
 * @param commit the commit that was tested; empty if unknown
 * @param branch its branch; empty if unknown
 */
public record RunEnvironment(
        String benchmarkJunit,
        String java,
        String jvm,
        String os,
        int cpus,
        long maxHeapMib,
        Optional<String> commit,
        Optional<String> branch) {
    private static final int MEBIBYTE = 1024 * 1024;

    /** Returns this machine, and the code in the working directory. */
    public static RunEnvironment current() {
        Revision revision = Revision.of(System.getenv(), Path.of(""));
        return new RunEnvironment(
                Versions.library(),
                property("java.runtime.version"),
                property("java.vm.name") + ", " + property("java.vm.vendor"),
                property("os.name") + " " + property("os.version") + " " + property("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() / MEBIBYTE,
                revision.commit(),
                revision.branch());
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}

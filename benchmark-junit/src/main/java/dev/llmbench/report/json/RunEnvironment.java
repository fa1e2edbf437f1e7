package dev.llmbench.report.json;

import dev.llmbench.report.Revision;
import dev.llmbench.report.Versions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The machine and the code of a run, so that nobody compares figures of different ones by mistake.
 *
 * @param benchmarkJunit the version of this library
 * @param java the version of the Java runtime
 * @param jvm the JVM's name and maker
 * @param os the operating system, its version and architecture
 * @param cpus the processors that the JVM could use
 * @param maxHeapMib the largest heap that the JVM could take, in MiB
 * @param commit the code that was tested; empty where it is not known
 * @param branch the branch that it is of; empty where it is not known
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

    /** This machine, and the code in the working directory. */
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

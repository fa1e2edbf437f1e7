package dev.llmbench.report.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.report.Revision;
import dev.llmbench.report.Versions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run was made with: figures of different machines, or of different code, are not to be compared by mistake.
 *
 * @param library the version of this library
 * @param java the version of the Java runtime
 * @param jvm the JVM's name and maker
 * @param os the operating system, its version and architecture
 * @param cpus how many processors the JVM might use
 * @param maxHeapMib the most heap that it might take, in MiB
 * @param revision the code that was tested, as far as it is known
 */
public record RunEnvironment(
        String library, String java, String jvm, String os, int cpus, long maxHeapMib, Revision revision) {
    private static final int MEBIBYTE = 1024 * 1024;

    /** This machine, and the code in the working directory. */
    public static RunEnvironment current() {
        return new RunEnvironment(
                Versions.library(),
                property("java.runtime.version"),
                property("java.vm.name") + ", " + property("java.vm.vendor"),
                property("os.name") + " " + property("os.version") + " " + property("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() / MEBIBYTE,
                Revision.of(System.getenv(), Path.of("")));
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    ObjectNode json() {
        return JsonFormat.object()
                .put("benchmark_junit", library)
                .put("java", java)
                .put("jvm", jvm)
                .put("os", os)
                .put("cpus", cpus)
                .put("max_heap_mib", maxHeapMib)
                .put("commit", revision.commit().orElse(null))
                .put("branch", revision.branch().orElse(null));
    }

    /** Empty where an earlier version wrote less. */
    public static Optional<RunEnvironment> read(Fields run) throws IOException {
        Optional<Fields> versions = run.optionalObject("versions");
        if (versions.isEmpty()) {
            return Optional.empty();
        }
        Fields kept = versions.get();
        return Optional.of(new RunEnvironment(
                kept.optionalText("benchmark_junit").orElse("unknown"),
                kept.optionalText("java").orElse("unknown"),
                kept.optionalText("jvm").orElse("unknown"),
                kept.optionalText("os").orElse("unknown"),
                Math.toIntExact(kept.optionalWhole("cpus").orElse(0L)),
                kept.optionalWhole("max_heap_mib").orElse(0L),
                new Revision(kept.optionalText("commit"), kept.optionalText("branch"))));
    }
}

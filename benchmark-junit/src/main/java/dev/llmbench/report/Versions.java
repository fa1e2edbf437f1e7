package dev.llmbench.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** What the run was made with: figures of different machines are not to be compared by mistake. */
public final class Versions {
    private static final String POM = "/META-INF/maven/dev.llmbench/benchmark-junit/pom.properties";
    private static final int MEBIBYTE = 1024 * 1024;

    private Versions() {}

    static ObjectNode json() {
        return Json.object()
                .put("benchmark_junit", library())
                .put("java", System.getProperty("java.runtime.version"))
                .put("jvm", property("java.vm.name") + ", " + property("java.vm.vendor"))
                .put("os", property("os.name") + " " + property("os.version") + " " + property("os.arch"))
                .put("cpus", Runtime.getRuntime().availableProcessors())
                .put("max_heap_mib", Runtime.getRuntime().maxMemory() / MEBIBYTE);
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    /** The version of this library in its jar; {@code unpacked} for classes that were never packed. */
    public static String library() {
        try (InputStream in = Versions.class.getResourceAsStream(POM)) {
            Properties pom = new Properties();
            if (in != null) {
                pom.load(in);
            }
            return pom.getProperty("version", "unpacked");
        } catch (IOException e) {
            return "unknown";
        }
    }
}

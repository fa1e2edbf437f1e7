package dev.llmbench.report;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Reads the version of this library from its jar. */
public final class Versions {
    private static final String POM = "/META-INF/maven/dev.llmbench/benchmark-junit/pom.properties";

    private Versions() {}

    /** Returns the version of this library in its jar; {@code unpacked} for classes outside of a jar. */
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

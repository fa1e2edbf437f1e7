package dev.llmbench.run;

import com.fasterxml.jackson.core.Version;
import dev.llmbench.plan.ConfigurationException;
import java.util.function.Supplier;

/**
 * Requires a sufficiently recent version of Jackson, since the project's build decides which one is on the class path. Uses
 * only classes that every Jackson 2 has.
 */
public final class JacksonVersion {
    private static final int MAJOR = 2;
    /** The first minor version with {@code JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8}. */
    private static final int OLDEST_MINOR = 18;

    private JacksonVersion() {}

    /**
     * Checks all three jars, since their versions may differ.
     *
     * @throws ConfigurationException if one of them is too old or missing
     */
    public static void require() {
        require("jackson-core", () -> com.fasterxml.jackson.core.json.PackageVersion.VERSION);
        require("jackson-databind", () -> com.fasterxml.jackson.databind.cfg.PackageVersion.VERSION);
        require("jackson-dataformat-csv", () -> com.fasterxml.jackson.dataformat.csv.PackageVersion.VERSION);
    }

    private static void require(String jar, Supplier<Version> version) {
        Version found;
        try {
            found = version.get();
        } catch (LinkageError e) {
            throw refused(jar + " is missing or damaged (" + e + ")");
        }
        if (found.getMajorVersion() == MAJOR && found.getMinorVersion() < OLDEST_MINOR) {
            throw refused(jar + " " + found + " is on the class path");
        }
    }

    private static ConfigurationException refused(String found) {
        String needed = MAJOR + "." + OLDEST_MINOR;
        return ConfigurationException.saying(
                found + ", but load tests need Jackson " + needed + " or later: set jackson-core,"
                        + " jackson-databind and jackson-dataformat-csv to one version, " + needed
                        + " or later, for example by importing"
                        + " com.fasterxml.jackson:jackson-bom before whatever sets the older one, or with"
                        + " Spring Boot by the property jackson-bom.version.");
    }
}

package dev.llmbench.run;

import com.fasterxml.jackson.core.Version;
import dev.llmbench.plan.ConfigurationException;
import java.util.function.Supplier;

/**
 * Requires a Jackson that has all that is used of it. A project's own build decides which one is on its class path. Touches nothing
 * but what every Jackson 2 has.
 */
public final class JacksonVersion {
    private static final int MAJOR = 2;
    /** The first with {@code JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8}. */
    private static final int OLDEST_MINOR = 18;

    private JacksonVersion() {}

    /**
     * Looks at all three jars, of which each can be older than the others.
     *
     * @throws ConfigurationException if one is too old or missing; names it, its version and the remedy
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
        return ConfigurationException.saying(found + ", and load tests need Jackson " + needed
                + " or newer: set jackson-core, jackson-databind and jackson-dataformat-csv to one version from "
                + needed
                + " on, such as by importing com.fasterxml.jackson:jackson-bom before whatever sets the older one, or with"
                + " Spring Boot by the property jackson-bom.version.");
    }
}

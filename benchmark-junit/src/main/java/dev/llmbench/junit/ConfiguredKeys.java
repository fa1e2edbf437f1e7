package dev.llmbench.junit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys that this run was given. JUnit tells an extension the value of a key and not which keys there are, so its
 * file is read here once more; parameters that a build tool hands to JUnit itself remain unseen.
 *
 * @param properties names with dots, each with where it stands
 * @param variables the names of the environment variables
 */
record ConfiguredKeys(List<Property> properties, Collection<String> variables) {
    private static final String FILE = "junit-platform.properties";

    /** A key and, in words, where it stands. */
    record Property(String name, String place) {}

    /** Those of this JVM, of the project's own file, and these environment variables. */
    static ConfiguredKeys with(SettingsFile settings, Collection<String> variables) {
        Stream<Property> ofSystem = System.getProperties().stringPropertyNames().stream()
                .map(name -> new Property(name, "The system property " + name));
        Stream<Property> ofSettings = settings.entries().keySet().stream()
                .map(name -> new Property(SettingsFile.plain(name), placed(name, settings.place(), SettingsFile.NAME)));
        return new ConfiguredKeys(
                Stream.of(ofSystem, ofJUnit(), ofSettings).flatMap(keys -> keys).toList(), variables);
    }

    /** Of several such files JUnit, too, reads the first of the class path and no other. */
    private static Stream<Property> ofJUnit() {
        @Nullable URL file = classLoader().getResource(FILE);
        return file == null
                ? Stream.empty()
                : read(file).stringPropertyNames().stream()
                        .map(name -> new Property(name, placed(name, file.toString(), FILE)));
    }

    private static String placed(String name, String file, String fileName) {
        return "The key " + name + " in " + fileName + " (" + file + ")";
    }

    static ClassLoader classLoader() {
        @Nullable ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread == null ? ClassLoader.getSystemClassLoader() : ofThread;
    }

    private static Properties read(URL file) {
        Properties properties = new Properties();
        try (InputStream in = file.openStream()) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        return properties;
    }
}

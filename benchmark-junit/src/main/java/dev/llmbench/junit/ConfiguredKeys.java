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
 * The keys that are set for this run. JUnit gives extensions the value of a key but not the list of keys, so its properties
 * file is read again here; parameters that a build tool passes to JUnit directly remain unknown.
 *
 * @param properties the names with dots, each with its source
 * @param variables the names of the environment variables
 */
record ConfiguredKeys(List<Property> properties, Collection<String> variables) {
    private static final String FILE = "junit-platform.properties";

    /** A key and a description of where it is set. */
    record Property(String name, String place) {}

    /** Returns the keys of this JVM, of the project's own file, and the given environment variables. */
    static ConfiguredKeys with(SettingsFile settings, Collection<String> variables) {
        Stream<Property> ofSystem = System.getProperties().stringPropertyNames().stream()
                .map(name -> new Property(name, "The system property " + name));
        Stream<Property> ofSettings = settings.entries().keySet().stream()
                .map(name -> new Property(SettingsFile.plain(name), placed(name, settings.place(), SettingsFile.NAME)));
        return new ConfiguredKeys(
                Stream.of(ofSystem, ofJUnit(), ofSettings).flatMap(keys -> keys).toList(), variables);
    }

    /** Reads only the first such file on the class path, as JUnit does. */
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

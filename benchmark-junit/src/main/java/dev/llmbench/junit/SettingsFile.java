package dev.llmbench.junit;

import dev.llmbench.plan.ConfigurationException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a project's load tests in {@code llmbench.properties} on the class path. Keys with the name of an
 * environment in front, such as {@code %nightly.llmbench.stages}, apply only in that environment.
 *
 * @param place the location of the file; empty if there is none
 * @param entries the keys as written, with their values
 * @param chosen the environment of this run; empty for none
 */
record SettingsFile(String place, Map<String, String> entries, Optional<String> chosen) {
    static final String NAME = "llmbench.properties";

    /** The key that selects the environment. */
    static final String CHOICE = Overrides.PREFIX + "env";

    static final SettingsFile NONE = new SettingsFile("", Map.of(), Optional.empty());

    private static final Pattern OF_ENVIRONMENT = Pattern.compile("%([^.]+)\\.(.+)");

    /** Reads the first such file on the class path. */
    static SettingsFile read(ClassLoader loader) {
        @Nullable URL file = loader.getResource(NAME);
        if (file == null) {
            return NONE;
        }
        Properties properties = new Properties();
        try (Reader in = new InputStreamReader(file.openStream(), StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw ConfigurationException.saying(NAME + " (" + file + ") cannot be read: " + e.getMessage()
                    + ". Write one key = value per line, in UTF-8.");
        }
        Map<String, String> entries = properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(key -> key, properties::getProperty, (a, b) -> a, TreeMap::new));
        return new SettingsFile(file.toString(), entries, Optional.empty());
    }

    /** Returns these settings for the given environment, otherwise for the one that the file itself selects. */
    SettingsFile in(Optional<String> environment) {
        return new SettingsFile(place, entries, environment.or(() -> written(CHOICE)));
    }

    private Optional<String> written(String key) {
        return Optional.ofNullable(entries.get(key)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** Returns the value of the key in the chosen environment, otherwise in all environments. */
    Optional<String> value(String key) {
        return chosen.flatMap(name -> written("%" + name + "." + key)).or(() -> written(key));
    }

    /** Returns the key of an entry without its environment. */
    static String plain(String written) {
        Matcher ofOne = OF_ENVIRONMENT.matcher(written);
        return ofOne.matches() ? ofOne.group(2) : written;
    }

    /** Requires that the file has keys for the chosen environment, so that a mistyped name is not silently ignored. */
    void requireKnown() {
        TreeSet<String> known = entries.keySet().stream()
                .map(OF_ENVIRONMENT::matcher)
                .filter(Matcher::matches)
                .map(ofOne -> ofOne.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        chosen.filter(name -> !known.contains(name)).ifPresent(name -> {
            throw ConfigurationException.of(
                    CHOICE,
                    name,
                    place.isEmpty()
                            ? "there is no " + NAME + " on the class path to define it"
                            : "no key of " + NAME + " (" + place + ") begins with %" + name
                                    + "."
                                    + (known.isEmpty() ? "" : "; those of " + String.join(", ", known) + " do"),
                    (known.isEmpty() ? "Create it in src/test/resources, with" : "Choose one of those, or add")
                            + " a line such as %" + name + "." + Overrides.PREFIX
                            + "stages = [{\"target\":10,\"duration\":\"30s\"}]");
        });
    }
}

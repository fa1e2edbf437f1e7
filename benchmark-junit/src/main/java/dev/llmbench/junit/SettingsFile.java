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
 * What a project says of its load tests in {@code llmbench.properties} on the class path: keys as everywhere, of which those
 * that begin with the name of an environment, such as {@code %nightly.llmbench.stages}, hold in that one alone.
 *
 * @param place where the file is, empty where there is none
 * @param entries its keys as they are written, with their values
 * @param chosen the environment of this run; empty for none
 */
record SettingsFile(String place, Map<String, String> entries, Optional<String> chosen) {
    static final String NAME = "llmbench.properties";

    /** Chooses the environment. */
    static final String CHOICE = Overrides.PREFIX + "env";

    static final SettingsFile NONE = new SettingsFile("", Map.of(), Optional.empty());

    private static final Pattern OF_ENVIRONMENT = Pattern.compile("%([^.]+)\\.(.+)");

    /** The file of the class path; of several the first. */
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
                    + ". Write one key = value a line, in UTF-8.");
        }
        Map<String, String> entries = properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(key -> key, properties::getProperty, (a, b) -> a, TreeMap::new));
        return new SettingsFile(file.toString(), entries, Optional.empty());
    }

    /** The same for a run that chooses this environment, or else for the one that the file itself chooses. */
    SettingsFile in(Optional<String> environment) {
        return new SettingsFile(place, entries, environment.or(() -> written(CHOICE)));
    }

    private Optional<String> written(String key) {
        return Optional.ofNullable(entries.get(key)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** What it says of the key: in the chosen environment, or else in all. */
    Optional<String> value(String key) {
        return chosen.flatMap(name -> written("%" + name + "." + key)).or(() -> written(key));
    }

    /** The key of an entry without the environment that it is of. */
    static String plain(String written) {
        Matcher ofOne = OF_ENVIRONMENT.matcher(written);
        return ofOne.matches() ? ofOne.group(2) : written;
    }

    /**
     * Requires that the chosen environment is one that the file knows, so that a mistyped one does not look like one that was
     * followed.
     */
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
                            ? "there is no " + NAME + " on the class path to say what holds in it"
                            : "no key of " + NAME + " (" + place + ") begins with %" + name
                                    + "."
                                    + (known.isEmpty() ? "" : "; those of " + String.join(", ", known) + " do"),
                    (known.isEmpty() ? "Write it to src/test/resources, with" : "Choose one of those, or write")
                            + " a line such as %" + name + "." + Overrides.PREFIX
                            + "stages = [{\"target\":10,\"duration\":\"30s\"}]");
        });
    }
}

package dev.llmbench.junit;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Looks up what one run says in place of a test's annotation. */
final class Overrides {
    static final String PREFIX = "llmbench.";

    private final List<String> scopes;
    private final Sources sources;

    /** Overrides under these beginnings of keys, the narrowest first. */
    Overrides(List<String> scopes, Sources sources) {
        this.scopes = List.copyOf(scopes);
        this.sources = sources;
    }

    /** A text and where it was said: an attribute, a parameter or a variable, as messages name it. */
    record Given(String name, String text, Origin origin) {}

    enum Origin {
        ANNOTATION,
        PARAMETER,
        ENVIRONMENT,
        FILE
    }

    /**
     * What this run says of the setting; the narrower key wins, and of one key the parameter. Where the run says nothing it is
     * what the project's file says, by the narrower key again.
     */
    Optional<Given> find(Setting setting) {
        return ofRun(setting).or(() -> ofFile(setting));
    }

    private Optional<Given> ofFile(Setting setting) {
        return scopes.stream()
                .map(scope -> scope + setting.key())
                .flatMap(key -> sources.file().value(key).stream()
                        .map(text -> new Given(key + " in " + SettingsFile.NAME, text, Origin.FILE)))
                .findFirst();
    }

    private Optional<Given> ofRun(Setting setting) {
        for (String scope : scopes) {
            String key = scope + setting.key();
            String variable = Sources.inCapitals(key);
            Optional<Given> given = sources.parameter(key)
                    .map(text -> new Given(key, text, Origin.PARAMETER))
                    .or(() -> sources.variable(variable).map(text -> new Given(variable, text, Origin.ENVIRONMENT)));
            if (given.isPresent()) {
                return given;
            }
        }
        return Optional.empty();
    }

    /** What this run says of the setting, or else the annotation's text. */
    Given text(Setting setting, String annotated) {
        return find(setting).orElseGet(() -> new Given(setting.attribute(), annotated, Origin.ANNOTATION));
    }

    /** What this run says of the setting, read from text, or else the annotation's value. */
    <T> T value(Setting setting, T annotated, BiFunction<String, String, T> reader) {
        return find(setting)
                .map(given -> reader.apply(given.name(), given.text()))
                .orElse(annotated);
    }

    /** How this run could set the setting, for a message. */
    String waysToSet(Setting setting) {
        String global = PREFIX + setting.key();
        return "the configuration parameter or system property " + global + " (or " + scopes.get(0) + setting.key()
                + " for this test alone) or the environment variable " + Sources.inCapitals(global);
    }
}

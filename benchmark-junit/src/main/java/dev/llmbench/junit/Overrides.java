package dev.llmbench.junit;

import java.util.List;
import java.util.Optional;

/** Finds the settings of a run that override a test's annotation. */
final class Overrides {
    static final String PREFIX = "llmbench.";

    private final List<String> scopes;
    private final Sources sources;

    /** Creates overrides with these key prefixes, narrowest first. */
    Overrides(List<String> scopes, Sources sources) {
        this.scopes = List.copyOf(scopes);
        this.sources = sources;
    }

    /** A text and its source: an attribute, a parameter or a variable, as messages name it. */
    record Given(String name, String text, Origin origin) {}

    enum Origin {
        ANNOTATION,
        PARAMETER,
        ENVIRONMENT,
        FILE
    }

    /**
     * Returns the override of the attribute. The narrowest key wins, and for one key the parameter wins over the variable.
     * Keys of the project's file, again narrowest first, apply if this run sets none.
     */
    Optional<Given> find(String attribute) {
        return ofRun(attribute).or(() -> ofFile(attribute));
    }

    private Optional<Given> ofFile(String attribute) {
        return scopes.stream()
                .map(scope -> scope + Attributes.key(attribute))
                .flatMap(key -> sources.file().value(key).stream()
                        .map(text -> new Given(key + " in " + SettingsFile.NAME, text, Origin.FILE)))
                .findFirst();
    }

    private Optional<Given> ofRun(String attribute) {
        for (String scope : scopes) {
            String key = scope + Attributes.key(attribute);
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

    /** Returns the value of a flag that only a run can set. */
    boolean flag(String name, boolean defaultValue) {
        return find(name)
                .map(given -> ValueParser.flag(given.name(), given.text()))
                .orElse(defaultValue);
    }

    /** Describes how a run can set the attribute, for messages. */
    String waysToSet(String attribute) {
        String global = PREFIX + Attributes.key(attribute);
        return "the configuration parameter or system property " + global + " (or " + scopes.get(0)
                + Attributes.key(attribute) + " for this test alone) or the environment variable "
                + Sources.inCapitals(global);
    }
}

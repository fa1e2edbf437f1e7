package dev.llmbench.junit;

import java.util.List;
import java.util.Optional;

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
     * What this run says of the attribute; the narrower key wins, and of one key the parameter. Where the run says nothing it is
     * what the project's file says, by the narrower key again.
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

    /** The flag that only a run has. */
    boolean flag(String name, boolean usual) {
        return find(name)
                .map(given -> ValueParser.flag(given.name(), given.text()))
                .orElse(usual);
    }

    /** How this run could set the attribute, for a message. */
    String waysToSet(String attribute) {
        String global = PREFIX + Attributes.key(attribute);
        return "the configuration parameter or system property " + global + " (or " + scopes.get(0)
                + Attributes.key(attribute) + " for this test alone) or the environment variable "
                + Sources.inCapitals(global);
    }
}

package dev.llmbench.junit;

import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Suggestion;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rejects unknown keys, so that a mistyped override is not silently ignored. */
final class UnknownKeys {
    private static final String VARIABLE_PREFIX = Sources.inCapitals(Overrides.PREFIX);

    /** Variables that only the environment may hold, and that are no overrides. */
    private static final Set<String> CREDENTIALS =
            Set.of("CLIENT_CERTIFICATE_PASSWORD", "CLUSTER_KEY", "HISTORY_USER", "HISTORY_PASSWORD");

    private final TestId test;
    private final KnownScopes scopes;
    private @Nullable BuildClasses build;

    UnknownKeys(TestId test) {
        this.test = test;
        this.scopes = new KnownScopes(test);
    }

    void refuse(ConfiguredKeys given) {
        given.properties().stream()
                .filter(key ->
                        key.name().startsWith(Overrides.PREFIX) && !key.name().equals(SettingsFile.CHOICE))
                .sorted(Comparator.comparing(ConfiguredKeys.Property::name))
                .forEach(this::requireKnown);
        given.variables().stream()
                .filter(name ->
                        name.startsWith(VARIABLE_PREFIX) && !name.equals(Sources.inCapitals(SettingsFile.CHOICE)))
                .sorted()
                .forEach(this::requireKnown);
    }

    private void requireKnown(ConfiguredKeys.Property key) {
        String rest = key.name().substring(Overrides.PREFIX.length());
        int dot = rest.lastIndexOf('.');
        String setting = rest.substring(dot + 1);
        String scope = dot < 0 ? "" : rest.substring(0, dot);
        List<String> settings = settings(Attributes::key);
        boolean exists = settings.contains(setting);
        String meant = exists ? setting : Suggestion.to(setting, settings);
        if (!exists && meant.equals(Attributes.key("apiKey"))) {
            throw ConfigurationException.saying(
                    key.place() + " is unknown, and a key must not be set by a property: build tools write"
                            + " those into their reports. " + Credentials.REMEDY + ".");
        }
        if (setting.equals("cluster-key")) {
            throw ConfigurationException.saying(
                    key.place() + " is unknown, and the key of a cluster must not be set by a property: build tools"
                            + " write those into their reports. Set the environment variable LLMBENCH_CLUSTER_KEY"
                            + " instead.");
        }
        boolean read = scope.isEmpty() || isRead(scope);
        if (!exists || !read) {
            throw unknown(
                    key.place(),
                    Overrides.PREFIX + (read ? scope : scopes.nearestTo(scope)) + (scope.isEmpty() ? "" : ".") + meant);
        }
    }

    /** Whether keys of the scope apply to this test, or may apply to another class of the build. */
    private boolean isRead(String scope) {
        if (scopes.include(scope)) {
            return scopes.all().contains(scope);
        }
        String topClass = scope.split("\\.", 2)[0];
        return anotherClass(topClass::equals);
    }

    private boolean anotherClass(Predicate<String> isMeant) {
        if (build == null) {
            build = BuildClasses.around(test.topClass());
        }
        return !build.areComplete() || build.names().stream().anyMatch(isMeant);
    }

    private void requireKnown(String variable) {
        String rest = variable.substring(VARIABLE_PREFIX.length());
        List<String> settings = settings(name -> Sources.inCapitals(Attributes.key(name)));
        List<String> known = Stream.concat(
                        settings.stream(),
                        scopes.all().stream()
                                .flatMap(scope ->
                                        settings.stream().map(setting -> Sources.inCapitals(scope) + "_" + setting)))
                .toList();
        boolean ofThisClass = rest.startsWith(Sources.inCapitals(scopes.all().get(0)) + "_");
        boolean ofAnother = !ofThisClass
                && settings.stream().anyMatch(setting -> rest.endsWith("_" + setting))
                && anotherClass(name -> rest.startsWith(Sources.inCapitals(name) + "_"));
        if (!known.contains(rest) && !ofAnother && !CREDENTIALS.contains(rest)) {
            throw unknown("The environment variable " + variable, VARIABLE_PREFIX + Suggestion.to(rest, known));
        }
    }

    private static List<String> settings(UnaryOperator<String> spelling) {
        return Attributes.NAMES.stream().map(spelling).toList();
    }

    private static ConfigurationException unknown(String what, String nearest) {
        return ConfigurationException.saying(what + " is unknown. Did you mean " + nearest + "? Names that begin with "
                + Overrides.PREFIX + " or " + VARIABLE_PREFIX + " are overrides of load tests.");
    }
}

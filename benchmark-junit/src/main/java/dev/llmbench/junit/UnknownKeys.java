package dev.llmbench.junit;

import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Nearest;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Refuses keys that nothing reads: a mistyped override must not look like one that was followed. */
final class UnknownKeys {
    private static final String VARIABLE_PREFIX = Sources.inCapitals(Overrides.PREFIX);

    private final KnownScopes scopes;

    UnknownKeys(TestId test) {
        this.scopes = new KnownScopes(test.testClass());
    }

    void refuse(GivenKeys given) {
        given.properties().stream()
                .filter(key ->
                        key.name().startsWith(Overrides.PREFIX) && !key.name().equals(SettingsFile.CHOICE))
                .sorted(Comparator.comparing(GivenKeys.Property::name))
                .forEach(this::requireKnown);
        given.variables().stream()
                .filter(name ->
                        name.startsWith(VARIABLE_PREFIX) && !name.equals(Sources.inCapitals(SettingsFile.CHOICE)))
                .sorted()
                .forEach(this::requireKnown);
    }

    private void requireKnown(GivenKeys.Property key) {
        String rest = key.name().substring(Overrides.PREFIX.length());
        int dot = rest.lastIndexOf('.');
        String setting = rest.substring(dot + 1);
        if (Setting.of(setting).isEmpty()) {
            String nearest = Nearest.to(setting, settings(Setting::key));
            throw unknown(key.place(), Overrides.PREFIX + rest.substring(0, dot + 1) + nearest);
        }
        String scope = dot < 0 ? "" : rest.substring(0, dot);
        if (scopes.areMeantBy(scope) && !scopes.all().contains(scope)) {
            throw unknown(key.place(), Overrides.PREFIX + scopes.nearestTo(scope) + "." + setting);
        }
    }

    private void requireKnown(String variable) {
        String rest = variable.substring(VARIABLE_PREFIX.length());
        List<String> settings = settings(Setting::name);
        if (settings.stream().noneMatch(key -> rest.equals(key) || rest.endsWith("_" + key))) {
            throw unknown("The environment variable " + variable, VARIABLE_PREFIX + Nearest.to(rest, settings));
        }
        List<String> scoped = scoped(settings);
        boolean ofThisClass =
                rest.startsWith(Sources.inCapitals(scopes.all().get(0)) + "_") && !settings.contains(rest);
        if (ofThisClass && !scoped.contains(rest)) {
            throw unknown("The environment variable " + variable, VARIABLE_PREFIX + Nearest.to(rest, scoped));
        }
    }

    private List<String> scoped(Collection<String> settings) {
        return scopes.all().stream()
                .flatMap(scope -> settings.stream().map(setting -> Sources.inCapitals(scope) + "_" + setting))
                .toList();
    }

    private static List<String> settings(Function<Setting, String> name) {
        return Stream.of(Setting.values()).map(name).toList();
    }

    private static ConfigurationException unknown(String what, String nearest) {
        return ConfigurationException.saying(
                what + " is read by nothing. Did you mean " + nearest + "? Names that begin with " + Overrides.PREFIX
                        + " or " + VARIABLE_PREFIX + " are overrides of load tests.");
    }
}

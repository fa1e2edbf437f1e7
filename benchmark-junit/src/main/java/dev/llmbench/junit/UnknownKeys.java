package dev.llmbench.junit;

import dev.llmbench.plan.ConfigurationException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Refuses keys that nothing reads: a mistyped override must not look like one that was followed. */
final class UnknownKeys {
    private static final String VARIABLE_PREFIX = Sources.inCapitals(Overrides.PREFIX);

    private final TestId test;

    UnknownKeys(TestId test) {
        this.test = test;
    }

    void refuse(Collection<String> properties, Collection<String> variables) {
        properties.stream()
                .filter(name -> name.startsWith(Overrides.PREFIX))
                .sorted()
                .forEach(this::requireKnownProperty);
        variables.stream()
                .filter(name -> name.startsWith(VARIABLE_PREFIX))
                .sorted()
                .forEach(UnknownKeys::requireKnownVariable);
    }

    private void requireKnownProperty(String name) {
        List<String> parts = List.of(name.substring(Overrides.PREFIX.length()).split("\\.", -1));
        String last = parts.get(parts.size() - 1);
        List<String> scope = parts.subList(0, parts.size() - 1);
        if (Setting.of(last).isEmpty()) {
            String nearest = nearest(last, Stream.of(Setting.values()).map(Setting::key));
            throw unknown("The system property " + name, name.substring(0, name.length() - last.length()) + nearest);
        }
        if (!scope.isEmpty() && scope.get(0).equals(outermost().getSimpleName())) {
            requireKnownScope(name, scope);
        }
    }

    private Class<?> outermost() {
        Class<?> type = test.testClass();
        while (type.getEnclosingClass() != null) {
            type = type.getEnclosingClass();
        }
        return type;
    }

    /** The classes of other tests are not known here; this test's own are. */
    private void requireKnownScope(String name, List<String> scope) {
        Class<?> type = outermost();
        for (String part : scope.subList(1, scope.size())) {
            Optional<Class<?>> nested = nested(type, part);
            if (nested.isEmpty()) {
                boolean isMethod = part.equals(scope.get(scope.size() - 1))
                        && methods(type).anyMatch(part::equals);
                if (!isMethod) {
                    throw unknown(
                            "The system property " + name,
                            name.replace("." + part + ".", "." + nearest(part, methods(type)) + "."));
                }
                return;
            }
            type = nested.get();
        }
    }

    private static Optional<Class<?>> nested(Class<?> type, String simpleName) {
        return withSupertypes(type)
                .flatMap(each -> Stream.of(each.getDeclaredClasses()))
                .filter(each -> each.getSimpleName().equals(simpleName))
                .findFirst();
    }

    private static Stream<String> methods(Class<?> type) {
        return withSupertypes(type)
                .filter(each -> each != Object.class)
                .flatMap(each -> Stream.of(each.getDeclaredMethods()))
                .map(java.lang.reflect.Method::getName)
                .distinct();
    }

    private static Stream<Class<?>> withSupertypes(@Nullable Class<?> type) {
        return type == null
                ? Stream.empty()
                : Stream.concat(
                        Stream.of(type),
                        Stream.concat(
                                withSupertypes(type.getSuperclass()),
                                Stream.of(type.getInterfaces()).flatMap(UnknownKeys::withSupertypes)));
    }

    private static void requireKnownVariable(String name) {
        String rest = name.substring(VARIABLE_PREFIX.length());
        boolean known = variableKeys().anyMatch(key -> rest.equals(key) || rest.endsWith("_" + key));
        if (!known) {
            throw unknown("The environment variable " + name, VARIABLE_PREFIX + nearest(rest, variableKeys()));
        }
    }

    private static Stream<String> variableKeys() {
        return Stream.of(Setting.values()).map(Setting::name);
    }

    private static ConfigurationException unknown(String what, String nearest) {
        return ConfigurationException.saying(
                what + " is read by nothing. Did you mean " + nearest + "? Names that begin" + " with "
                        + Overrides.PREFIX + " or " + VARIABLE_PREFIX + " are overrides of load tests.");
    }

    private static String nearest(String word, Stream<String> candidates) {
        return candidates
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .orElse(word);
    }

    /** Levenshtein's: the fewest letters to add, drop or change. */
    static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int change = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(change, 1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[to.length()];
    }
}

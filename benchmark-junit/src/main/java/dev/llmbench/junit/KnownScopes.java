package dev.llmbench.junit;

import dev.llmbench.plan.Nearest;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The scopes of keys that something reads in the top-level class of a test, such as {@code ChatLatencyIT} and
 * {@code ChatLatencyIT.chatStaysFast}. Those of other classes are not known here.
 */
final class KnownScopes {
    private final Class<?> testClass;
    private final Class<?> outermost;
    private final List<String> scopes = new ArrayList<>();

    KnownScopes(Class<?> testClass) {
        this.testClass = testClass;
        this.outermost = outermost(testClass);
        add(outermost.getSimpleName(), outermost);
    }

    private static Class<?> outermost(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type : outermost(outer);
    }

    private void add(String name, Class<?> type) {
        scopes.add(name);
        LoadAnnotation.methodsOf(type)
                .map(Method::getName)
                .distinct()
                .forEach(method -> scopes.add(name + "." + method));
        // Nested classes that are inherited run, and are named, as those of the class that declares them.
        for (Class<?> nested : type.getDeclaredClasses()) {
            add(name + "." + nested.getSimpleName(), nested);
        }
    }

    /** All of them, each once. */
    List<String> all() {
        return List.copyOf(scopes);
    }

    /** Whether whoever wrote the scope meant this class, also in another case or with its package. */
    boolean areMeantBy(String scope) {
        String written = canonical(scope) + ".";
        return Stream.of(outermost, testClass)
                .flatMap(type -> Stream.of(type.getSimpleName(), type.getName()))
                .anyMatch(name -> written.startsWith(canonical(name) + "."));
    }

    /** The scope that is nearest to the given one, whichever way that names the class. */
    String nearestTo(String scope) {
        String written = canonical(scope);
        return Nearest.to(written, all(), known -> ways(known).map(KnownScopes::canonical));
    }

    private Stream<String> ways(String known) {
        String ofNested = known.substring(known.indexOf('.') + 1);
        return Stream.of(known, outermost.getPackageName() + "." + known, ofNested);
    }

    private static String canonical(String scope) {
        return scope.replace('$', '.').toLowerCase(Locale.ROOT);
    }
}

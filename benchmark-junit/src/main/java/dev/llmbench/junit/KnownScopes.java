package dev.llmbench.junit;

import dev.llmbench.plan.Suggestion;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The scopes of keys that apply in the class of a test and its enclosing classes, such as {@code ChatLatencyIT} and {@code
 * ChatLatencyIT.chatStaysFast}. Scopes of other classes are unknown here.
 */
final class KnownScopes {
    private final TestId test;
    private final Class<?> outermost;
    private final List<String> scopes = new ArrayList<>();
    private final Deque<Class<?>> path = new ArrayDeque<>();

    KnownScopes(TestId test) {
        this.test = test;
        List<Class<?>> classes = test.classesInnermostFirst();
        this.outermost = classes.get(classes.size() - 1);
        add(outermost.getSimpleName(), outermost);
    }

    private void add(String name, Class<?> type) {
        if (Modifier.isAbstract(type.getModifiers())) {
            return;
        }
        scopes.add(name);
        LoadAnnotation.methodsOf(type)
                .map(Method::getName)
                .distinct()
                .forEach(method -> scopes.add(name + "." + method));
        path.push(type);
        for (Class<?> nested : NestedClasses.of(type)) {
            // A nested class may extend its enclosing class, and so inherit itself.
            if (!path.contains(nested)) {
                add(name + "." + nested.getSimpleName(), nested);
            }
        }
        path.pop();
    }

    /** Returns all scopes, without duplicates. */
    List<String> all() {
        return List.copyOf(scopes);
    }

    /**
     * Whether the scope refers to this test: to any name of its classes, or to an abstract class that they extend, which
     * runs only as part of them.
     */
    boolean include(String scope) {
        String written = canonical(scope) + ".";
        return Stream.concat(test.classesInnermostFirst().stream(), abstractParents())
                .flatMap(type -> Stream.of(type.getSimpleName(), type.getName()))
                .anyMatch(name -> written.startsWith(canonical(name) + "."));
    }

    private Stream<Class<?>> abstractParents() {
        return test.classesInnermostFirst().stream().flatMap(KnownScopes::abstractParents);
    }

    private static Stream<Class<?>> abstractParents(Class<?> type) {
        return NestedClasses.supertypes(type).filter(parent -> Modifier.isAbstract(parent.getModifiers()));
    }

    /** Returns the scope most similar to the given one, however that names the class. */
    String nearestTo(String scope) {
        return Suggestion.to(canonical(scope), all(), known -> ways(known).map(KnownScopes::canonical));
    }

    private Stream<String> ways(String known) {
        String inside = known.substring(known.indexOf('.') + 1);
        return Stream.concat(Stream.of(known, outermost.getPackageName() + "." + known, inside), inherited(known));
    }

    /** Returns the names of the scope in terms of the abstract classes that the running classes extend. */
    private Stream<String> inherited(String known) {
        return test.running()
                .filter(running -> known.equals(running.name()) || known.startsWith(running.name() + "."))
                .flatMap(running -> abstractParents(running.type())
                        .flatMap(parent -> Stream.of(NestedClasses.declaredName(parent), parent.getSimpleName()))
                        .map(parent -> parent + known.substring(running.name().length())));
    }

    private static String canonical(String scope) {
        return scope.replace('$', '.').toLowerCase(Locale.ROOT);
    }
}

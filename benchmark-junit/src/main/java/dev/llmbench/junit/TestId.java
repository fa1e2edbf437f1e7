package dev.llmbench.junit;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Identifies a test in messages, files and keys. A test is named after the classes that run, not those that declare it:
 * subclasses that inherit a method or a nested class have their own names, files and keys.
 *
 * @param topClass the outermost running class
 * @param nestedClasses the nested classes down to the test's own, outermost first
 * @param method the method's name
 * @param parameters the types of the method's parameters, such as {@code String-int}, if the class has another load test of
 * this name; otherwise empty
 * @param invocations the numbers of the invocation, counted from 1, outermost first; empty for a plain test
 * @param displayName the display name of the invocation, without its number; empty for a plain test
 */
record TestId(
        Class<?> topClass,
        List<Class<?>> nestedClasses,
        String method,
        Optional<String> parameters,
        List<Integer> invocations,
        String displayName) {
    private static final Pattern INVOCATION = Pattern.compile("-invocation:#(\\d+)]");
    private static final Pattern NUMBER = Pattern.compile("^\\[\\d+]\\s*");

    static TestId of(ExtensionContext context) {
        List<Integer> invocations = INVOCATION
                .matcher(context.getUniqueId())
                .results()
                .map(match -> Integer.valueOf(match.group(1)))
                .toList();
        List<Class<?>> running = running(context);
        String displayName = invocations.isEmpty()
                ? ""
                : NUMBER.matcher(context.getDisplayName()).replaceFirst("").strip();
        return of(
                running.get(0),
                running.subList(1, running.size()),
                context.getRequiredTestMethod(),
                invocations,
                displayName);
    }

    static TestId of(
            Class<?> topClass,
            List<Class<?>> nestedClasses,
            Method method,
            List<Integer> invocations,
            String displayName) {
        Class<?> testClass = nestedClasses.isEmpty() ? topClass : nestedClasses.get(nestedClasses.size() - 1);
        return new TestId(
                topClass, nestedClasses, method.getName(), parameters(testClass, method), invocations, displayName);
    }

    /** Returns the classes of the context and its parents, outermost first. */
    private static List<Class<?>> running(ExtensionContext context) {
        List<Class<?>> innermostFirst = Stream.iterate(
                        Optional.of(context), Optional::isPresent, inner -> inner.flatMap(ExtensionContext::getParent))
                .flatMap(Optional::stream)
                .<Class<?>>flatMap(each -> each.getTestClass().stream())
                .distinct()
                .toList();
        return reversed(innermostFirst);
    }

    private static List<Class<?>> reversed(List<Class<?>> classes) {
        List<Class<?>> reversed = new ArrayList<>(classes);
        Collections.reverse(reversed);
        return reversed;
    }

    private static Optional<String> parameters(Class<?> testClass, Method method) {
        List<Method> others = LoadAnnotation.methodsOf(testClass)
                .filter(other -> other.getName().equals(method.getName()))
                .filter(other -> !Arrays.equals(other.getParameterTypes(), method.getParameterTypes()))
                .toList();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        String simple = types(method, Class::getSimpleName);
        boolean shared = others.stream()
                .anyMatch(other -> types(other, Class::getSimpleName).equals(simple));
        return Optional.of(shared ? types(method, Class::getTypeName) : simple);
    }

    private static String types(Method method, Function<Class<?>, String> name) {
        return Stream.of(method.getParameterTypes()).map(name).collect(Collectors.joining("-"));
    }

    /** Returns the innermost running class, which contains the test. */
    Class<?> testClass() {
        return nestedClasses.isEmpty() ? topClass : nestedClasses.get(nestedClasses.size() - 1);
    }

    /**
     * Returns the classes whose annotations apply, innermost first: the running ones, then those that enclose the outermost.
     */
    List<Class<?>> classesInnermostFirst() {
        List<Class<?>> classes = reversed(nestedClasses);
        for (Class<?> type = topClass; type != null; type = type.getEnclosingClass()) {
            classes.add(type);
        }
        return classes;
    }

    /** Returns the annotation of the innermost of these classes that has it. */
    <A extends Annotation> Optional<A> annotation(Class<A> type) {
        return classesInnermostFirst().stream()
                .flatMap(each -> AnnotationSupport.findAnnotation(each, type).stream())
                .findFirst();
    }

    /** Returns the place for error messages, such as {@code com.acme.ChatLatencyIT#chatStaysFast}. */
    String place() {
        return topClass.getName() + namesOfNested().map(name -> "$" + name).collect(Collectors.joining()) + "#"
                + method;
    }

    private Stream<String> namesOfNested() {
        return nestedClasses.stream().map(Class::getSimpleName);
    }

    /**
     * Returns the test's name in reports, such as {@code ChatLatencyIT.chatStaysFast}, or {@code …[2] gpt-4o} for an
     * invocation.
     */
    String name() {
        String name = className(nestedClasses.size()) + "." + method
                + parameters.map(types -> "(" + types.replace("-", ", ") + ")").orElse("");
        return invocations.isEmpty() ? name : (name + "[" + joined(invocations, ".") + "] " + displayName).strip();
    }

    /** Returns the name with the package, since classes of several packages may have the same name. */
    String qualifiedName() {
        String inPackage = topClass.getPackageName();
        return inPackage.isEmpty() ? name() : inPackage + "." + name();
    }

    /** Returns the names of the directories of its files, below that of all load tests. */
    List<String> directories() {
        List<String> directories = new ArrayList<>();
        directories.add(
                topClass.getName() + namesOfNested().map(name -> "$" + name).collect(Collectors.joining()));
        directories.add(directoryOfMethod());
        invocations.forEach(number -> directories.add(String.valueOf(number)));
        return directories;
    }

    /** Two methods whose names differ only in case would share a directory on some file systems. */
    private String directoryOfMethod() {
        boolean alike = LoadAnnotation.methodsOf(testClass())
                .map(Method::getName)
                .anyMatch(other -> other.equalsIgnoreCase(method) && !other.equals(method));
        String name = alike ? method + "-" + Integer.toHexString(method.hashCode()) : method;
        return parameters.map(types -> name + "-" + types).orElse(name);
    }

    private static String joined(List<?> parts, String separator) {
        return parts.stream().map(String::valueOf).collect(Collectors.joining(separator));
    }

    /**
     * Returns the prefixes of its keys, narrowest first: for the test, for its class and the enclosing classes, for all
     * tests.
     */
    List<String> scopes() {
        List<String> scopes = new ArrayList<>();
        scopes.add(Overrides.PREFIX + className(nestedClasses.size()) + "." + method + ".");
        for (int depth = nestedClasses.size(); depth >= 0; depth--) {
            scopes.add(Overrides.PREFIX + className(depth) + ".");
        }
        for (Class<?> type = topClass.getEnclosingClass(); type != null; type = type.getEnclosingClass()) {
            scopes.add(Overrides.PREFIX + NestedClasses.declaredName(type) + ".");
        }
        scopes.add(Overrides.PREFIX);
        return scopes;
    }

    /** A running class and its name in keys. */
    record Running(Class<?> type, String name) {}

    /** Returns the running classes, outermost first. */
    Stream<Running> running() {
        return IntStream.rangeClosed(0, nestedClasses.size())
                .mapToObj(depth -> new Running(depth == 0 ? topClass : nestedClasses.get(depth - 1), className(depth)));
    }

    /** Returns the name of the running class at this depth, such as {@code ChatLatencyIT.Streaming}. */
    private String className(int depth) {
        return Stream.concat(
                        Stream.of(NestedClasses.declaredName(topClass)),
                        namesOfNested().limit(depth))
                .collect(Collectors.joining("."));
    }
}

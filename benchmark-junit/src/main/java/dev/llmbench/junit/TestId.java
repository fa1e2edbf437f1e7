package dev.llmbench.junit;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Which test runs, and what that is called in messages, files and keys.
 *
 * @param testClass the class that runs, which may have inherited the method
 * @param method the method's name
 * @param parameters the types of the method's parameters where other load tests of the class have its name, else empty
 * @param invocations the numbers of the invocation, counted from 1, outermost first; empty of a plain test
 */
record TestId(Class<?> testClass, String method, List<String> parameters, List<Integer> invocations) {
    private static final Pattern INVOCATION = Pattern.compile("-invocation:#(\\d+)]");

    static TestId of(ExtensionContext context) {
        List<Integer> invocations = INVOCATION
                .matcher(context.getUniqueId())
                .results()
                .map(match -> Integer.valueOf(match.group(1)))
                .toList();
        Class<?> testClass = context.getRequiredTestClass();
        Method method = context.getRequiredTestMethod();
        List<String> parameters = isOverloaded(testClass, method) ? parametersOf(method) : List.of();
        return new TestId(testClass, method.getName(), parameters, invocations);
    }

    private static boolean isOverloaded(Class<?> testClass, Method method) {
        return LoadAnnotation.methodsOf(testClass)
                .filter(other -> other.getName().equals(method.getName()))
                .anyMatch(other -> !Arrays.equals(other.getParameterTypes(), method.getParameterTypes()));
    }

    private static List<String> parametersOf(Method method) {
        return Stream.of(method.getParameterTypes())
                .map(type -> type.getSimpleName().replace("[]", "s"))
                .toList();
    }

    /** Where a mistake is, such as {@code com.acme.ChatLatencyIT#chatStaysFast}. */
    String place() {
        return testClass.getName() + "#" + method;
    }

    /** The test's name in files and reports, such as {@code ChatLatencyIT.chatStaysFast[2]}. */
    String name() {
        String name = simpleName(testClass) + "." + method;
        return invocations.isEmpty() ? name : name + "[" + joined(".") + "]";
    }

    /** Where its files go, below the directory of all load tests. */
    Path directory() {
        String signature = Stream.concat(Stream.of(method), parameters.stream()).collect(Collectors.joining("-"));
        Path directory = Path.of(testClass.getName(), signature);
        return invocations.isEmpty() ? directory : directory.resolve(joined("/"));
    }

    private String joined(String separator) {
        return invocations.stream().map(String::valueOf).collect(Collectors.joining(separator));
    }

    /** What its keys begin with, the narrowest first: of the test, of its class and enclosing classes, of all tests. */
    List<String> scopes() {
        List<String> scopes = new ArrayList<>();
        scopes.add(Overrides.PREFIX + simpleName(testClass) + "." + method + ".");
        for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
            scopes.add(Overrides.PREFIX + simpleName(type) + ".");
        }
        scopes.add(Overrides.PREFIX);
        return scopes;
    }

    private static String simpleName(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type.getSimpleName() : simpleName(outer) + "." + type.getSimpleName();
    }
}

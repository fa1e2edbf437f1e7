package dev.llmbench.junit;

import dev.llmbench.plan.ConfigurationException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.stream.Stream;

/**
 * Rejects features that do not work in Quarkus tests before 3.22. There the body runs on another object, in another class
 * loader, than the one known to JUnit and its extensions: parameters arrive as copies, and a {@code LoadResult} cannot be
 * copied.
 */
final class OlderQuarkus {
    private static final String ANNOTATION = "io.quarkus.test.junit.QuarkusTest";
    private static final String LOADER = "io.quarkus.bootstrap.classloading.QuarkusClassLoader";

    private OlderQuarkus() {}

    static void requireSupported(TestId test, Method method, LlmLoad annotation) {
        boolean older = isOfQuarkus(test) && !isLoadedByQuarkus(test.topClass());
        if (older && (method.getParameterCount() > 0 || annotation.endpoint().isBlank())) {
            throw ConfigurationException.saying(
                    "Quarkus before 3.22 runs the body of a test in another class loader, on another"
                            + " object: it cannot take a LoadResult, and fields that Quarkus injects are"
                            + " empty. Use Quarkus 3.22 or later; or leave the parameter out, set the"
                            + " limits as budgets, and name the endpoint with the attribute"
                            + " endpoint, such as"
                            + " \"http://localhost:8081/v1/chat/completions\""
                            + " (quarkus.http.test-port).");
        }
    }

    private static boolean isOfQuarkus(TestId test) {
        return test.classesInnermostFirst().stream()
                .flatMap(type -> Stream.of(type.getAnnotations()))
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getName().equals(ANNOTATION));
    }

    private static boolean isLoadedByQuarkus(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader != null && loader.getClass().getName().equals(LOADER);
    }
}

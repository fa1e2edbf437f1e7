package dev.llmbench.junit;

import dev.llmbench.plan.ConfigurationException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestTemplate;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** Finds the annotation of a load test on its method, directly or as a meta-annotation. */
final class LoadAnnotation {
    private LoadAnnotation() {}

    /** Returns the attributes of whichever annotation the method has. */
    static LlmLoad of(Method method) {
        return AnnotationSupport.findAnnotation(method, LlmLoad.class)
                .or(() -> AnnotationSupport.findAnnotation(method, LlmLoadTest.class)
                        .map(LoadAnnotation::asLlmLoad))
                .orElseThrow(() -> new IllegalStateException(method + " has no annotation of a load test"));
    }

    /** Returns the load tests of the class, including inherited ones. */
    static Stream<Method> methodsOf(Class<?> testClass) {
        return Stream.of(LlmLoadTest.class, LlmLoad.class)
                .flatMap(annotation ->
                        AnnotationSupport.findAnnotatedMethods(testClass, annotation, HierarchyTraversalMode.TOP_DOWN)
                                .stream());
    }

    /** Both annotations have the same attributes, but annotations cannot share a supertype. */
    private static LlmLoad asLlmLoad(Annotation annotation) {
        return (LlmLoad) Proxy.newProxyInstance(
                LlmLoad.class.getClassLoader(),
                new Class<?>[] {LlmLoad.class},
                (proxy, attribute, arguments) -> annotation
                        .annotationType()
                        .getMethod(attribute.getName(), attribute.getParameterTypes())
                        .invoke(annotation, arguments));
    }

    /**
     * Rejects a method that JUnit would run both as a plain test and as something else, or that describes its load twice.
     */
    static void requireCompatibleAnnotations(Method method) {
        if (!AnnotationSupport.isAnnotated(method, LlmLoadTest.class)) {
            return;
        }
        if (AnnotationSupport.isAnnotated(method, LlmLoad.class)) {
            throw ConfigurationException.saying(
                    "@LlmLoadTest and @LlmLoad both describe the load. Keep one of them; @LlmLoadTest is"
                            + " itself a @Test.");
        }
        otherTest(method).ifPresent(other -> {
            throw ConfigurationException.saying("@LlmLoadTest is itself a @Test, so together with " + other
                    + " JUnit would run the method both ways."
                    + " Replace @LlmLoadTest with @LlmLoad and the same attributes.");
        });
    }

    private static Optional<String> otherTest(Method method) {
        if (AnnotationSupport.isAnnotated(method, TestFactory.class)) {
            return Optional.of("@TestFactory");
        }
        if (AnnotationSupport.isAnnotated(method, TestTemplate.class)) {
            return Optional.of(templateOf(method));
        }
        return Optional.empty();
    }

    /** Returns the annotation that makes the method a template, such as {@code @ParameterizedTest}. */
    private static String templateOf(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            if (AnnotationSupport.isAnnotated(annotation.annotationType(), TestTemplate.class)) {
                return "@" + annotation.annotationType().getSimpleName();
            }
        }
        return "@TestTemplate";
    }
}

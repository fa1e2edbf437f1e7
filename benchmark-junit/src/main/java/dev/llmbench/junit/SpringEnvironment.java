package dev.llmbench.junit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Reads the properties of a test that runs with Spring. Uses reflection, so that Spring remains optional. */
final class SpringEnvironment {
    private static final String EXTENSION = "org.springframework.test.context.junit.jupiter.SpringExtension";

    private SpringEnvironment() {}

    /** Returns a property of Spring's environment; empty if the test does not run with Spring. */
    static Optional<String> property(ExtensionContext context, TestId test, String key) {
        return springExtension(test).flatMap(extension -> ask(extension, context, key));
    }

    /** Spring is only asked if the test uses it, since otherwise asking would start a context. */
    private static Optional<Class<?>> springExtension(TestId test) {
        return test.classesInnermostFirst().stream()
                .flatMap(type -> AnnotationSupport.findRepeatableAnnotations(type, ExtendWith.class).stream())
                .<Class<?>>flatMap(annotation -> Stream.of(annotation.value()))
                .filter(candidate -> candidate.getName().equals(EXTENSION))
                .findFirst();
    }

    private static Optional<String> ask(Class<?> extension, ExtensionContext context, String key) {
        try {
            // The declared types are public, but their implementations may not be.
            Method contextOf = extension.getMethod("getApplicationContext", ExtensionContext.class);
            Method environmentOf = contextOf.getReturnType().getMethod("getEnvironment");
            Method propertyOf = environmentOf.getReturnType().getMethod("getProperty", String.class);
            Object environment = environmentOf.invoke(contextOf.invoke(null, context));
            @Nullable Object property = propertyOf.invoke(environment, key);
            return Optional.ofNullable((String) property);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("Spring could not look up " + key, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This version of Spring cannot look up " + key, e);
        }
    }
}

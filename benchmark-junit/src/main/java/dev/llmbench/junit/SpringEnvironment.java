package dev.llmbench.junit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** The properties of a test that runs with Spring. Spring is reached by reflection, so that it need not be there. */
final class SpringEnvironment {
    private static final String EXTENSION = "org.springframework.test.context.junit.jupiter.SpringExtension";

    private SpringEnvironment() {}

    /** A property as Spring's environment has it; empty where the test does not run with Spring. */
    static Optional<String> property(ExtensionContext context, TestId test, String key) {
        return springExtension(test).flatMap(extension -> ask(extension, context, key));
    }

    /** Spring is asked only where the test uses it: elsewhere the question itself would start a context. */
    private static Optional<Class<?>> springExtension(TestId test) {
        return test.classesInnermostFirst().stream()
                .flatMap(type -> AnnotationSupport.findRepeatableAnnotations(type, ExtendWith.class).stream())
                .<Class<?>>flatMap(annotation -> Stream.of(annotation.value()))
                .filter(candidate -> candidate.getName().equals(EXTENSION))
                .findFirst();
    }

    private static Optional<String> ask(Class<?> extension, ExtensionContext context, String key) {
        try {
            // The declared types are public where the classes behind them need not be.
            Method contextOf = extension.getMethod("getApplicationContext", ExtensionContext.class);
            Method environmentOf = contextOf.getReturnType().getMethod("getEnvironment");
            Method propertyOf = environmentOf.getReturnType().getMethod("getProperty", String.class);
            Object environment = environmentOf.invoke(contextOf.invoke(null, context));
            @Nullable Object property = propertyOf.invoke(environment, key);
            return Optional.ofNullable((String) property);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("Spring could not be asked for " + key, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This version of Spring cannot be asked for " + key, e);
        }
    }
}

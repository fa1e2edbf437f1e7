package dev.llmbench.junit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * Publishes files to JUnit 5.12 and later. Uses reflection, because 5.10 and 5.11 lack the method and 5.14 changed the class
 * of its media type.
 */
final class AttachedFiles {
    private final ExtensionContext context;
    private final Method publishFile;
    private final Method parseType;

    private AttachedFiles(ExtensionContext context, Method publishFile, Method parseType) {
        this.context = context;
        this.publishFile = publishFile;
        this.parseType = parseType;
    }

    /** Returns empty if the running version of JUnit does not accept files. */
    static Optional<AttachedFiles> of(ExtensionContext context) {
        // Of two overloads, the older is a default method that delegates to the newer.
        return Stream.of(ExtensionContext.class.getMethods())
                .filter(method -> method.getName().equals("publishFile") && method.getParameterCount() == 3)
                .filter(method -> !method.isDefault())
                .findFirst()
                .flatMap(method -> parser(method).map(parser -> new AttachedFiles(context, method, parser)));
    }

    private static Optional<Method> parser(Method publishFile) {
        try {
            return Optional.of(publishFile.getParameterTypes()[1].getMethod("parse", String.class));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    /**
     * Publishes a file.
     *
     * @param write writes the file to the path that JUnit provides
     * @throws IllegalStateException if JUnit rejects it
     */
    void publish(String name, String mediaType, ThrowingConsumer<Path> write) {
        try {
            publishFile.invoke(context, name, parseType.invoke(null, mediaType), write);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("JUnit did not accept the file " + name, e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("This version of JUnit does not accept files", e);
        }
    }
}

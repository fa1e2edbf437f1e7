package dev.llmbench.junit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * What JUnit 5.12 and newer take files by. Reached by reflection, for 5.10 and 5.11 have none of it, and from 5.14 on its
 * media type is another class.
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

    /** Empty where the running JUnit takes no files. */
    static Optional<AttachedFiles> of(ExtensionContext context) {
        // The older of two methods is a default one that does what the newer does.
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
     * Publishes a file of this name.
     *
     * @param write puts it where JUnit says
     * @throws IllegalStateException if JUnit does not take it
     */
    void publish(String name, String mediaType, ThrowingConsumer<Path> write) {
        try {
            publishFile.invoke(context, name, parseType.invoke(null, mediaType), write);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("JUnit took no file " + name, e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("This version of JUnit cannot be given files", e);
        }
    }
}

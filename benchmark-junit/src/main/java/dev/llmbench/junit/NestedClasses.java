package dev.llmbench.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.platform.commons.support.AnnotationSupport;

/** Finds and names nested classes, including inherited ones. */
final class NestedClasses {
    private NestedClasses() {}

    /** Returns the name of a class qualified by its enclosing classes, such as {@code ChatLatencyIT.Streaming}. */
    static String declaredName(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type.getSimpleName() : declaredName(outer) + "." + type.getSimpleName();
    }

    /** Returns the classes nested in the given one: those that it declares, then the {@code @Nested} ones that it inherits. */
    static List<Class<?>> of(Class<?> outer) {
        List<Class<?>> classes = new ArrayList<>(List.of(outer.getDeclaredClasses()));
        supertypes(outer)
                .flatMap(type -> Stream.of(type.getDeclaredClasses()))
                .filter(type -> AnnotationSupport.isAnnotated(type, Nested.class))
                .distinct()
                .forEach(classes::add);
        return classes;
    }

    /** Returns all superclasses and interfaces of the class. */
    static Stream<Class<?>> supertypes(Class<?> type) {
        Stream<Class<?>> direct = Stream.of(type.getInterfaces());
        Class<?> parent = type.getSuperclass();
        if (parent != null) {
            direct = Stream.concat(Stream.of(parent), direct);
        }
        return direct.flatMap(each -> Stream.concat(Stream.of(each), supertypes(each)));
    }
}

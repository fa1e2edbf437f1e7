package dev.llmbench;

import dev.llmbench.plan.ConfigurationException;
import java.lang.reflect.Constructor;

/** Instantiates users' classes by their names. */
final class UserClass {
    private UserClass() {}

    /**
     * Creates an instance of the class.
     *
     * @param attribute the attribute that names the class
     * @param type the type that it must have
     * @param otherwise what else the name could be, such as {@code a built-in tokenizer}; or empty
     * @param remedy what to write instead
     * @throws ConfigurationException if the class cannot be found or instantiated
     */
    static <T> T instantiate(
            String attribute, String name, Class<T> type, String otherwise, String remedy, ClassLoader loader) {
        Class<?> loaded = loaded(attribute, name, otherwise, remedy, loader);
        if (!type.isAssignableFrom(loaded)) {
            throw ConfigurationException.of(
                    attribute, name, "this class is not a " + type.getName(), "Make it implement that");
        }
        try {
            Constructor<?> constructor = loaded.getDeclaredConstructor();
            constructor.setAccessible(true);
            return type.cast(constructor.newInstance());
        } catch (NoSuchMethodException e) {
            throw ConfigurationException.of(attribute, name, "this class has no no-argument constructor", "Add one")
                    .causedBy(e);
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw ConfigurationException.of(
                            attribute, name, "this class cannot be instantiated: " + cause, "Fix the cause")
                    .causedBy(e);
        }
    }

    private static Class<?> loaded(String attribute, String name, String otherwise, String remedy, ClassLoader loader) {
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            String what = otherwise.isEmpty() ? "this is not a class" : "this is neither " + otherwise + " nor a class";
            throw ConfigurationException.of(attribute, name, what + " on the class path", remedy)
                    .causedBy(e);
        }
    }
}

package dev.llmbench.run;

import dev.llmbench.plan.ConfigurationException;
import java.lang.reflect.Constructor;

/** Makes objects of classes of the user's own, by their names. */
final class UserClass {
    private UserClass() {}

    /**
     * An object of the class.
     *
     * @param attribute what names the class
     * @param type what it has to be
     * @param otherwise what the name could be instead of a class, such as {@code a ready-made tokenizer}; else empty
     * @param remedy what to write
     * @throws ConfigurationException if there is none to be had
     */
    static <T> T made(
            String attribute, String name, Class<T> type, String otherwise, String remedy, ClassLoader loader) {
        Class<?> loaded = loaded(attribute, name, otherwise, remedy, loader);
        if (!type.isAssignableFrom(loaded)) {
            throw ConfigurationException.of(
                    attribute, name, "this class is no " + type.getName(), "Let it implement that");
        }
        try {
            Constructor<?> constructor = loaded.getDeclaredConstructor();
            constructor.setAccessible(true);
            return type.cast(constructor.newInstance());
        } catch (NoSuchMethodException e) {
            throw caused(
                    e,
                    ConfigurationException.of(
                            attribute, name, "this class has no constructor without parameters", "Give it one"));
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw caused(
                    e,
                    ConfigurationException.of(
                            attribute, name, "no object of it can be made: " + cause, "Mend what it complains of"));
        }
    }

    private static Class<?> loaded(String attribute, String name, String otherwise, String remedy, ClassLoader loader) {
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            String what = otherwise.isEmpty() ? "this is no class" : "this is neither " + otherwise + " nor a class";
            throw caused(e, ConfigurationException.of(attribute, name, what + " on the class path", remedy));
        }
    }

    static ConfigurationException caused(Throwable cause, ConfigurationException mistake) {
        mistake.initCause(cause);
        return mistake;
    }
}

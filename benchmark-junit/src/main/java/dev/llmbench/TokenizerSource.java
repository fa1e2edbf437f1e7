package dev.llmbench;

import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.prompt.DatasetException;
import dev.llmbench.prompt.Tokenizer;
import java.lang.reflect.Constructor;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which tokenizer counts: none, the ready-made one, one that was given, or a class of the user's own by its name. */
final class TokenizerSource {
    private static final String ATTRIBUTE = "tokenizer";
    private static final String READY = "o200k_base";

    @Nullable
    String text;

    @Nullable
    Tokenizer own;

    Optional<Tokenizer> tokenizer(ClassLoader loader) {
        String said = text;
        return said == null || said.isBlank() ? Optional.ofNullable(own) : Optional.of(find(said.strip(), loader));
    }

    private static Tokenizer find(String said, ClassLoader loader) {
        return said.toLowerCase(Locale.ROOT).equals(READY) ? ready() : made(said, loader);
    }

    private static Tokenizer ready() {
        try {
            return Tokenizer.o200kBase();
        } catch (DatasetException e) {
            throw caused(e, ConfigurationException.saying(ATTRIBUTE + ": " + e.getMessage()));
        }
    }

    private static Tokenizer made(String name, ClassLoader loader) {
        Class<?> type = loaded(name, loader);
        if (!Tokenizer.class.isAssignableFrom(type)) {
            throw ConfigurationException.of(
                    ATTRIBUTE, name, "this class is no " + Tokenizer.class.getName(), "Let it implement that");
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return (Tokenizer) constructor.newInstance();
        } catch (NoSuchMethodException e) {
            throw caused(
                    e,
                    ConfigurationException.of(
                            ATTRIBUTE, name, "this class has no constructor without parameters", "Give it one"));
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw caused(
                    e,
                    ConfigurationException.of(
                            ATTRIBUTE, name, "no object of it can be made: " + cause, "Mend what it complains of"));
        }
    }

    private static Class<?> loaded(String name, ClassLoader loader) {
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw caused(
                    e,
                    ConfigurationException.of(
                            ATTRIBUTE,
                            name,
                            "this is neither a ready-made tokenizer nor a class on the class path",
                            "Write \"" + READY + "\", or the full name of a class that implements "
                                    + Tokenizer.class.getName()));
        }
    }

    private static ConfigurationException caused(Throwable cause, ConfigurationException mistake) {
        mistake.initCause(cause);
        return mistake;
    }
}

package dev.llmbench;

import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.prompt.Tokenizer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the tokenizer: none, the built-in one, a given instance, or a user's class by its name. */
final class TokenizerSource {
    private static final String ATTRIBUTE = "tokenizer";
    private static final String BUILT_IN = "o200k_base";

    @Nullable
    String text;

    @Nullable
    Tokenizer own;

    Optional<Tokenizer> tokenizer(ClassLoader loader) {
        String setting = text;
        return setting == null || setting.isBlank()
                ? Optional.ofNullable(own)
                : Optional.of(find(setting.strip(), loader));
    }

    private static Tokenizer find(String setting, ClassLoader loader) {
        return setting.toLowerCase(Locale.ROOT).equals(BUILT_IN)
                ? builtIn()
                : UserClass.instantiate(
                        ATTRIBUTE,
                        setting,
                        Tokenizer.class,
                        "a built-in tokenizer",
                        "Write \"" + BUILT_IN + "\", or the fully qualified name of a"
                                + " class that implements "
                                + Tokenizer.class.getName(),
                        loader);
    }

    private static Tokenizer builtIn() {
        try {
            return Tokenizer.o200kBase();
        } catch (DatasetException e) {
            throw ConfigurationException.saying(ATTRIBUTE + ": " + e.getMessage())
                    .causedBy(e);
        }
    }
}

package dev.llmbench.run;

import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.prompt.Tokenizer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the tokenizer: none, the built-in one, a given instance, or a user's class by its name. */
public final class TokenizerSource {
    private static final String ATTRIBUTE = "tokenizer";
    private static final String BUILT_IN = "o200k_base";

    @Nullable
    public String text;

    @Nullable
    public Tokenizer own;

    public Optional<Tokenizer> tokenizer(ClassLoader loader) {
        String said = text;
        return said == null || said.isBlank() ? Optional.ofNullable(own) : Optional.of(find(said.strip(), loader));
    }

    private static Tokenizer find(String said, ClassLoader loader) {
        return said.toLowerCase(Locale.ROOT).equals(BUILT_IN)
                ? builtIn()
                : UserClass.made(
                        ATTRIBUTE,
                        said,
                        Tokenizer.class,
                        "a built-in tokenizer", "Write \"" + BUILT_IN + "\", or the fully qualified name of a"
                                + " class that implements "
                                + Tokenizer.class.getName(),
                        loader);
    }

    private static Tokenizer builtIn() {
        try {
            return Tokenizer.o200kBase();
        } catch (DatasetException e) {
            throw UserClass.caused(e, ConfigurationException.saying(ATTRIBUTE + ": " + e.getMessage()));
        }
    }
}

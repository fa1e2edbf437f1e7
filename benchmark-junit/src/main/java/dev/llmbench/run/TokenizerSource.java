package dev.llmbench.run;

import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.prompt.Tokenizer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which tokenizer counts: none, the ready-made one, one that was given, or a class of the user's own by its name. */
public final class TokenizerSource {
    private static final String ATTRIBUTE = "tokenizer";
    private static final String READY = "o200k_base";

    @Nullable
    public String text;

    @Nullable
    public Tokenizer own;

    public Optional<Tokenizer> tokenizer(ClassLoader loader) {
        String said = text;
        return said == null || said.isBlank() ? Optional.ofNullable(own) : Optional.of(find(said.strip(), loader));
    }

    private static Tokenizer find(String said, ClassLoader loader) {
        return said.toLowerCase(Locale.ROOT).equals(READY)
                ? ready()
                : UserClass.made(
                        ATTRIBUTE,
                        said,
                        Tokenizer.class,
                        "a ready-made tokenizer",
                        "Write \"" + READY + "\", or the full name of a class that implements "
                                + Tokenizer.class.getName(),
                        loader);
    }

    private static Tokenizer ready() {
        try {
            return Tokenizer.o200kBase();
        } catch (DatasetException e) {
            throw UserClass.caused(e, ConfigurationException.saying(ATTRIBUTE + ": " + e.getMessage()));
        }
    }
}

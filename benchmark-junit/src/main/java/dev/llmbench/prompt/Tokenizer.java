package dev.llmbench.prompt;

import dev.llmbench.plan.DatasetException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Counts the tokens of texts. Thread-safe.
 *
 * <pre>{@code
 * int tokens = Tokenizer.best().count("Why is the sky blue?");
 * }</pre>
 */
public interface Tokenizer {

    /**
     * Returns the number of tokens of the text, without those that a server adds around it.
     *
     * @return 0 for an empty text, otherwise at least 1
     */
    int count(String text);

    /** Returns the name of the tokenizer, such as {@code o200k_base}. */
    String name();

    /** Returns whether its counts are those of a model rather than a rule of thumb. */
    default boolean isExact() {
        return true;
    }

    /**
     * Returns a tokenizer that uses a rule of thumb: a token is 4 ASCII characters or 2 others. In {@code o200k_base},
     * long English texts have 10 to 15 % fewer tokens.
     */
    static Tokenizer estimate() {
        return EstimatedTokens.INSTANCE;
    }

    /**
     * Returns the tokenizer with the vocabulary of GPT-4o and later, which splits words in the same way as Llama 4's.
     *
     * @throws DatasetException if {@code com.knuddels:jtokkit} is not on the class path
     */
    static Tokenizer o200kBase() {
        if (!isJtokkitPresent()) {
            throw new DatasetException(
                    "o200k_base needs jtokkit, which is not on the class path; add com.knuddels:jtokkit:1.1.0 to the tests' dependencies");
        }
        return JtokkitTokens.o200kBase();
    }

    /** Returns {@link #o200kBase()} if jtokkit is on the class path, otherwise {@link #estimate()}. */
    static Tokenizer best() {
        return isJtokkitPresent() ? o200kBase() : estimate();
    }

    /**
     * Returns the built-in tokenizer with the given name; empty if there is none, or if it needs jtokkit, which is not on the
     * class path.
     */
    static Optional<Tokenizer> builtIn(String name) {
        return Stream.of(estimate(), best())
                .filter(known -> known.name().equals(name))
                .findFirst();
    }

    private static boolean isJtokkitPresent() {
        ClassLoader loader = Tokenizer.class.getClassLoader();
        return loader != null && loader.getResource("com/knuddels/jtokkit/Encodings.class") != null;
    }
}

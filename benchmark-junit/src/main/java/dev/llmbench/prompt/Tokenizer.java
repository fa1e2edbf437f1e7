package dev.llmbench.prompt;

import dev.llmbench.plan.DatasetException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Counts a text's tokens. Thread-safe.
 *
 * <pre>{@code
 * int tokens = Tokenizer.best().count("Why is the sky blue?");
 * }</pre>
 */
public interface Tokenizer {

    /**
     * Returns the number of tokens of the text, without those that a server adds around it.
     *
     * @return 0 for an empty text, else at least 1
     */
    int count(String text);

    /** The name of the tokenizer, such as {@code o200k_base}. */
    String name();

    /** Whether its counts are a model's own rather than a rule of thumb. */
    default boolean isExact() {
        return true;
    }

    /** A rule of thumb: a token is 4 characters of ASCII, or 2 others. Long English texts have 10 to 15 % fewer in {@code o200k_base}. */
    static Tokenizer estimate() {
        return EstimatedTokens.INSTANCE;
    }

    /**
     * The vocabulary of GPT-4o and later, which also splits words as Llama 4's does.
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

    /** {@link #o200kBase()} where jtokkit is on the class path, else {@link #estimate()}. */
    static Tokenizer best() {
        return isJtokkitPresent() ? o200kBase() : estimate();
    }

    /** Returns the tokenizer above that has the name; empty if there is none, or it needs jtokkit, which is not on the class path. */
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

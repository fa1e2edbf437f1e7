package dev.llmbench.prompt;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/** Counts tokens with a vocabulary of jtokkit. Only loaded if jtokkit is on the class path. */
record JtokkitTokens(String name, Encoding encoding) implements Tokenizer {

    static Tokenizer o200kBase() {
        return Loaded.O200K_BASE;
    }

    /** Reading the vocabulary takes a second, so it is read when it is first needed. */
    private static final class Loaded {
        static final Tokenizer O200K_BASE = new JtokkitTokens(
                "o200k_base", Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE));
    }

    @Override
    public int count(String text) {
        return encoding.countTokensOrdinary(text);
    }
}

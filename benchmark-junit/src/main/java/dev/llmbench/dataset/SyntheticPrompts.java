package dev.llmbench.dataset;

import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import dev.llmbench.prompt.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/** Generates prompts from common English words, the same ones for the same description on every Java version. */
final class SyntheticPrompts {
    /**
     * Each of these, with a space before it, is one token in both o200k_base and cl100k_base, so a text has as many
     * tokens as words.
     */
    static final List<String> WORDS = List.of("""
            about after again air along always answer around away because before between big book both boy carry
            change children city close come country day different does down earth end even every example eye
            face family far father find first follow food form found friend girl give good great group grow hand
            hard head hear help high home house idea important keep kind know land large last later learn leave
            left letter life light line list little live long look made main make man many mean men might mile
            miss mother move music name near need never next night number often old once open own page paper
            part people picture place plant play point question read right river run said school sea second
            sentence set show side small song soon sound spell start state still stop story study take talk tell
            thing think thought time tree turn under until use walk want watch water white without word work
            world write year young
            """.strip().split("\\s+"));

    private static final int MOST_TRIES = 20;

    private SyntheticPrompts() {}

    static Dataset make(String location, DatasetOptions options, long memory) {
        SyntheticSpec spec = SyntheticSpec.parse(location);
        Tokenizer tokenizer = options.tokenizer();
        PromptStore store = new PromptStore(memory);
        Random random = new Random(SplitMix.of(spec.seed()));
        String prefix = spec.prefixTokens() == 0 ? "" : fitting("", spec.prefixTokens(), random, tokenizer);
        for (int i = 1; i <= spec.count(); i++) {
            store.add(prompt(Integer.toString(i), spec, prefix, random, tokenizer));
        }
        return new Dataset(
                "synthetic",
                location,
                DatasetFormat.TEXT,
                store.prompts(),
                lengthNotes(tokenizer),
                spec.salted() || options.salted());
    }

    private static Prompt prompt(String id, SyntheticSpec spec, String prefix, Random random, Tokenizer tokenizer) {
        int tokens = spec.prompt().draw(random);
        OptionalInt output = spec.output()
                .map(lengths -> OptionalInt.of(lengths.draw(random)))
                .orElse(OptionalInt.empty());
        boolean shared = spec.prefixTokens() > 0 && random.nextDouble() < spec.prefixShare();
        String text = fitting(shared ? prefix : "", tokens, random, tokenizer);
        int counted = tokenizer.isExact() ? tokenizer.count(text) : tokens;
        return new TextPrompt(id, text, output, OptionalInt.of(counted));
    }

    /**
     * Appends words to the beginning until the text has that many tokens. It takes several tries if the vocabulary
     * splits some words.
     */
    static String fitting(String beginning, int tokens, Random random, Tokenizer tokenizer) {
        StringBuilder text = new StringBuilder(beginning);
        List<Integer> ends = new ArrayList<>();
        int missing = tokens - (beginning.isEmpty() ? 0 : counted(tokenizer, beginning));
        for (int tries = 0; missing != 0 && tries < MOST_TRIES; tries++) {
            int words = ends.isEmpty() ? missing : words(missing, tokens - missing, ends.size());
            for (; words > 0; words--) {
                ends.add(text.length());
                text.append(text.isEmpty() ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
            }
            for (; words < 0 && ends.size() > 1; words++) {
                text.setLength(ends.remove(ends.size() - 1));
            }
            missing = tokens - counted(tokenizer, text.toString());
        }
        return text.toString();
    }

    /** Estimates from the words and tokens so far how many words are missing; at least one, of either sign. */
    private static int words(int missing, int tokens, int words) {
        int share = (int) ((long) missing * words / tokens);
        return share == 0 ? Integer.signum(missing) : share;
    }

    private static int counted(Tokenizer tokenizer, String text) {
        return tokenizer.isExact()
                ? tokenizer.count(text)
                : (int) text.chars().filter(c -> c == ' ').count() + 1;
    }

    /** Returns notes on how exact their lengths are. */
    static List<String> lengthNotes(Tokenizer tokenizer) {
        return tokenizer.isExact()
                ? List.of()
                : List.of(
                        "the lengths of the prompts are estimated at one token per word; add com.knuddels:jtokkit:1.1.0"
                                + " to have them counted");
    }
}

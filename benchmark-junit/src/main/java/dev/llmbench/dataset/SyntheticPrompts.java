package dev.llmbench.dataset;

import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import dev.llmbench.prompt.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/** Makes prompts of common English words, the same ones for the same description on every Java version. */
final class SyntheticPrompts {
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

    /** Appends words to the beginning until the text has that many tokens. Takes several tries where the vocabulary splits some words. */
    static String fitting(String beginning, int tokens, Random random, Tokenizer tokenizer) {
        StringBuilder text = new StringBuilder(beginning);
        List<Integer> ends = new ArrayList<>();
        int missing = tokens - (beginning.isEmpty() ? 0 : counted(tokenizer, beginning));
        for (int tries = 0; missing != 0 && tries < MOST_TRIES; tries++) {
            int words = ends.isEmpty() ? missing : words(missing, tokens - missing, ends.size());
            for (; words > 0; words--) {
                ends.add(text.length());
                text.append(text.isEmpty() ? "" : " ")
                        .append(CommonWords.ALL.get(random.nextInt(CommonWords.ALL.size())));
            }
            for (; words < 0 && ends.size() > 1; words++) {
                text.setLength(ends.remove(ends.size() - 1));
            }
            missing = tokens - counted(tokenizer, text.toString());
        }
        return text.toString();
    }

    /** How many words the missing tokens are, by those that are there; at least one, of either sign. */
    private static int words(int missing, int tokens, int words) {
        int share = (int) ((long) missing * words / tokens);
        return share == 0 ? Integer.signum(missing) : share;
    }

    private static int counted(Tokenizer tokenizer, String text) {
        return tokenizer.isExact()
                ? tokenizer.count(text)
                : (int) text.chars().filter(c -> c == ' ').count() + 1;
    }

    /** How far their lengths are to be relied on. */
    static List<String> lengthNotes(Tokenizer tokenizer) {
        return tokenizer.isExact()
                ? List.of()
                : List.of("the prompts' lengths are estimated at a token a word; add com.knuddels:jtokkit:1.1.0"
                        + " to have them counted");
    }
}

package dev.llmbench.dataset;

import dev.llmbench.plan.DatasetException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The description of generated prompts, such as {@code synthetic:prompt=512±64,output=128,prefix=256@0.8}.
 *
 * @param prompt the prompts' tokens, including the shared beginning
 * @param output the number of tokens to ask for; empty for the request's usual limit
 * @param prefixTokens the number of tokens of the shared beginning; 0 for none
 * @param prefixShare the fraction of prompts that have it, above 0 and at most 1
 * @param salted whether each request begins with unique words
 * @param seed determines lengths and words
 * @param count the number of prompts, 1 to 10 million
 */
record SyntheticSpec(
        Lengths prompt,
        Optional<Lengths> output,
        int prefixTokens,
        double prefixShare,
        boolean salted,
        long seed,
        int count) {
    static final String SCHEME = "synthetic:";
    private static final String EXAMPLE = SCHEME + "prompt=512+-64,output=128,prefix=256@0.8,count=1000,seed=1";
    private static final Set<String> KEYS =
            new TreeSet<>(Set.of("prompt", "output", "shape", "prefix", "salt", "seed", "count"));
    private static final int MOST = 10_000_000;

    /**
     * Parses a description.
     *
     * @throws DatasetException if it does not follow the grammar
     */
    static SyntheticSpec parse(String location) {
        Map<String, String> options = options(location);
        boolean normal = shape(location, options.getOrDefault("shape", "uniform"));
        String prompt = options.get("prompt");
        if (prompt == null) {
            throw wrong(location, "prompt is missing", "specify how many tokens a prompt has");
        }
        String[] prefix = options.getOrDefault("prefix", "0@1").split("@", 2);
        SyntheticSpec spec = new SyntheticSpec(
                lengths(location, "prompt", prompt, normal),
                Optional.ofNullable(options.get("output")).map(text -> lengths(location, "output", text, normal)),
                whole(location, "prefix", prefix[0], 0),
                prefix.length == 1 ? 1 : share(location, prefix[1]),
                flag(location, options.getOrDefault("salt", "false")),
                seed(location, options.getOrDefault("seed", "0")),
                whole(location, "count", options.getOrDefault("count", "1000"), 1));
        if (spec.prefixTokens >= spec.prompt.least()) {
            throw wrong(
                    location,
                    "prefix = " + spec.prefixTokens + " leaves nothing of a prompt of " + spec.prompt.least()
                            + " tokens",
                    "a prompt's tokens include those of the prefix; make the prompt longer or the prefix shorter");
        }
        return spec;
    }

    private static Map<String, String> options(String location) {
        Map<String, String> options = new TreeMap<>();
        for (String part : location.substring(SCHEME.length()).split(",", -1)) {
            String[] pair = part.strip().split("=", 2);
            String key = pair[0].strip().toLowerCase(Locale.ROOT);
            if (!KEYS.contains(key)) {
                throw wrong(location, "\"" + part.strip() + "\" is not an option", "the options are " + KEYS);
            }
            String value = pair.length == 1 ? "" : pair[1].strip();
            if (options.put(key, value) != null) {
                throw wrong(location, key + " is given twice", "keep one of them");
            }
        }
        return options;
    }

    private static boolean shape(String location, String shape) {
        if (!shape.equals("uniform") && !shape.equals("normal")) {
            throw wrong(location, "shape = " + shape, "write uniform (the default) or normal");
        }
        return shape.equals("normal");
    }

    private static Lengths lengths(String location, String key, String text, boolean normal) {
        String[] parts = text.split("±|\\+-|\\+/-", 2);
        int mean = whole(location, key, parts[0], 1);
        int spread = parts.length == 1 ? 0 : whole(location, key, parts[1], 0);
        if (!normal && spread >= mean) {
            throw wrong(location, key + " = " + text + " can be 0 tokens", "vary it by less than its mean");
        }
        return new Lengths(mean, spread, normal);
    }

    private static int whole(String location, String key, String text, int least) {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= least && value <= MOST) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number out of range.
        }
        throw wrong(
                location,
                key + " has \"" + text + "\" instead of a number",
                "write a whole number from " + least + " to " + MOST);
    }

    private static double share(String location, String text) {
        try {
            double share = Double.parseDouble(text.strip());
            if (share > 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a fraction out of range.
        }
        throw wrong(
                location, "prefix has \"" + text + "\" instead of a fraction", "write a number above 0 and at most 1");
    }

    private static long seed(String location, String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw wrong(location, "seed = " + text, "write a whole number");
        }
    }

    private static boolean flag(String location, String text) {
        if (text.isEmpty() || text.equals("true")) {
            return true;
        }
        if (text.equals("false")) {
            return false;
        }
        throw wrong(location, "salt = " + text, "write true or false");
    }

    private static DatasetException wrong(String location, String what, String remedy) {
        return new DatasetException(
                "dataset = \"" + location + "\": " + what + "; " + remedy + ", as in \"" + EXAMPLE + "\"");
    }

    /**
     * A distribution of lengths in tokens.
     *
     * @param mean their mean
     * @param spread how far a uniform distribution extends to either side, or the standard deviation of a normal one
     * @param normal whether the distribution is normal, cut off at 1 token and at three deviations from the mean,
     *     rather than uniform
     */
    record Lengths(int mean, int spread, boolean normal) {
        private static final int CUT = 3;

        /** Returns the shortest possible length. */
        int least() {
            return normal ? Math.max(1, mean - CUT * spread) : mean - spread;
        }

        int draw(Random random) {
            if (!normal) {
                return least() + random.nextInt(2 * spread + 1);
            }
            while (true) {
                double deviations = gaussian(random);
                if (Math.abs(deviations) <= CUT) {
                    return Math.max(1, (int) Math.round(mean + deviations * spread));
                }
            }
        }

        /**
         * Returns the sum of twelve uniform numbers, which is close enough to normal, and the same on every Java
         * version.
         */
        private static double gaussian(Random random) {
            double sum = -6;
            for (int i = 0; i < 12; i++) {
                sum += random.nextDouble();
            }
            return sum;
        }
    }
}

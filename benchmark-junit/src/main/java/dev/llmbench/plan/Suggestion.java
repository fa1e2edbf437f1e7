package dev.llmbench.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds the word that was most likely meant by a mistyped one.
 *
 * <pre>{@code
 * String meant = Suggestion.to("ttfft", List.of("ttft", "tpot"));
 * }</pre>
 */
public final class Suggestion {
    private Suggestion() {}

    /** Returns the candidate with the fewest letters to add, remove or change; the word itself if there are no candidates. */
    public static String to(String word, Collection<String> candidates) {
        return to(word, candidates, Stream::of);
    }

    /** As {@link #to(String, Collection)}, for candidates that can be written in several ways. */
    public static String to(String word, Collection<String> candidates, Function<String, Stream<String>> ways) {
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> ways.apply(candidate)
                        .mapToInt(way -> distance(word, way))
                        .min()
                        .orElse(Integer.MAX_VALUE)))
                .orElse(word);
    }

    /** Returns the Levenshtein distance. */
    private static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int change = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(change, 1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[to.length()];
    }
}

package dev.llmbench.dataset;

import dev.llmbench.dataset.trace.Trace;
import dev.llmbench.dataset.trace.TraceTable;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.prompt.ChatPrompt;
import dev.llmbench.prompt.Conversation;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import dev.llmbench.prompt.Tokenizer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A summary of a dataset, with which it can be inspected before use:
 * {@code System.out.println(DatasetCheck.of("prompts.csv", Path.of(""), loader))}.
 *
 * <pre>{@code
 * DatasetCheck check = DatasetCheck.of("prompts.jsonl", Path.of(""), Thread.currentThread().getContextClassLoader());
 * }</pre>
 *
 * @param location the given location
 * @param format the format; {@link DatasetFormat#AUTO} if the dataset could not be read
 * @param prompts the number of prompts
 * @param tokens the number of prompts by their number of tokens, in ranges from one power of two up to the next; the
 *     key is the lower end
 * @param tokenizer the tokenizer that counted them
 * @param duplicates the number of prompts that equal one of the first 200,000 distinct ones before them
 * @param firstPrompts the beginnings of the first three prompts
 * @param notes notes on how the prompts were created
 * @param problems why the dataset can't be used, with the numbers of the first ten bad lines; blank if it can
 */
public record DatasetCheck(
        String location,
        DatasetFormat format,
        int prompts,
        SortedMap<Integer, Integer> tokens,
        String tokenizer,
        int duplicates,
        List<String> firstPrompts,
        List<String> notes,
        String problems) {
    private static final int COMPARED = 200_000;
    private static final int SHOWN = 3;
    private static final int WIDTH = 100;
    private static final int BAR = 40;

    /** Copies the lists. */
    public DatasetCheck {
        tokens = Collections.unmodifiableSortedMap(new TreeMap<>(tokens));
        firstPrompts = List.copyOf(firstPrompts);
        notes = List.copyOf(notes);
    }

    /** Checks a dataset with the default options. Problems are reported, not thrown. */
    public static DatasetCheck of(String location, Path projectDirectory, ClassLoader loader) {
        return of(location, projectDirectory, loader, DatasetOptions.ofDefaults());
    }

    /** Checks a dataset, which is located as by {@link Datasets#load}. Problems are reported, not thrown. */
    public static DatasetCheck of(String location, Path projectDirectory, ClassLoader loader, DatasetOptions options) {
        try {
            return of(Datasets.load(location, projectDirectory, loader, options), options.tokenizer());
        } catch (DatasetException e) {
            return new DatasetCheck(
                    location,
                    DatasetFormat.AUTO,
                    0,
                    new TreeMap<>(),
                    options.tokenizer().name(),
                    0,
                    List.of(),
                    List.of(),
                    String.valueOf(e.getMessage()));
        }
    }

    private static DatasetCheck of(Dataset dataset, Tokenizer tokenizer) {
        TreeMap<Integer, Integer> tokens = new TreeMap<>();
        Set<Long> seen = new HashSet<>();
        int duplicates = 0;
        // Generating all texts of a trace takes minutes, and their lengths are known.
        TraceTable table = dataset.trace().map(Trace::table).orElse(null);
        for (int i = 0; i < dataset.prompts().size(); i++) {
            String content = table == null ? content(dataset.prompts().get(i)) : table.content(i);
            int length = table == null ? tokenizer.count(content) : table.inputTokens(i);
            tokens.merge(Integer.highestOneBit(length), 1, Integer::sum);
            if (!seen.contains(hash(content))) {
                if (seen.size() < COMPARED) {
                    seen.add(hash(content));
                }
            } else {
                duplicates++;
            }
        }
        List<String> first = dataset.prompts().stream()
                .limit(SHOWN)
                .map(prompt -> prompt.id() + ": " + beginning(content(prompt)))
                .toList();
        return new DatasetCheck(
                dataset.location(),
                dataset.format(),
                dataset.prompts().size(),
                tokens,
                tokenizer.name(),
                duplicates,
                first,
                dataset.notes(),
                "");
    }

    private static String content(Prompt prompt) {
        if (prompt instanceof TextPrompt text) {
            return text.whole();
        }
        List<String> contents = prompt instanceof Conversation conversation
                ? conversation.normal().findValuesAsText("content")
                : ((ChatPrompt) prompt).messages().findValuesAsText("content");
        return String.join("\n", contents);
    }

    private static long hash(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = SplitMix.of(hash ^ text.charAt(i));
        }
        return hash;
    }

    private static String beginning(String text) {
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ");
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH) + "...";
    }

    /** Returns the summary as several lines of text. */
    @Override
    public String toString() {
        if (!problems.isBlank()) {
            return problems;
        }
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%s: %s, %,d prompts, %,d duplicates%n", location, format.words(), prompts, duplicates));
        notes.forEach(note -> text.append("note: ").append(note).append(System.lineSeparator()));
        text.append(String.format(Locale.ROOT, "tokens of a prompt (%s)%n", tokenizer));
        int most = tokens.values().stream().mapToInt(Integer::intValue).max().orElse(1);
        tokens.forEach((from, count) -> text.append(String.format(
                Locale.ROOT, "%,9d to %,9d: %,9d %s%n", from, Math.max(from, 2 * from - 1), count, "#".repeat((int)
                                Math.ceil(1.0 * BAR * count / most)))));
        firstPrompts.forEach(prompt -> text.append(prompt).append(System.lineSeparator()));
        return text.toString();
    }
}

package dev.llmbench.dataset;

import dev.llmbench.dataset.record.Columns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The first lines of a file, read as rows of cells.
 *
 * @param separator the separator of cells
 * @param header the cells of the first row, without quotes
 * @param agrees whether several rows follow, all with as many cells as the first
 */
public record SampledTable(char separator, List<String> header, boolean agrees) {
    private static final String SEPARATORS = ",;\t|";
    private static final int LOOKED_AT = 20;
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\w.-]*( [\\p{L}\\w.-]+){0,3}");

    /** Reads lines as rows with the separator that is most frequent in the first line. */
    static SampledTable of(List<String> lines) {
        String first = lines.isEmpty() ? "" : lines.get(0);
        return of(lines, (char) SEPARATORS
                .chars()
                .boxed()
                .max(Comparator.comparingLong((Integer separator) ->
                                cells(first, (char) (int) separator).size())
                        .thenComparingInt(separator -> -SEPARATORS.indexOf(separator)))
                .orElse((int) ',')
                .intValue());
    }

    static SampledTable of(List<String> lines, char separator) {
        List<String> header = lines.isEmpty() ? List.of() : cells(lines.get(0), separator);
        List<String> rows = lines.stream().skip(1).limit(LOOKED_AT).toList();
        boolean agrees = rows.size() >= 2
                && rows.stream().allMatch(row -> cells(row, separator).size() == header.size());
        return new SampledTable(separator, header, agrees);
    }

    /** Returns whether it is a table with a column of prompts. */
    boolean hasPrompts() {
        return names()
                && header.stream().anyMatch(Columns::isPrompt)
                && (agrees || header.stream().allMatch(cell -> cell.equals(cell.strip())));
    }

    /**
     * Returns whether the first lines look like a table: names in the first, and as many cells in each of the others.
     * Prose has a space after a comma.
     */
    boolean isEvident() {
        return agrees && header.size() > 1 && names() && header.stream().allMatch(cell -> cell.equals(cell.strip()));
    }

    private boolean names() {
        return header.stream().allMatch(cell -> NAME.matcher(cell.strip()).matches());
    }

    /** Splits a line into cells. An unclosed quote extends to the end of the line. */
    private static List<String> cells(String line, char separator) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}

package dev.llmbench.benchmark;

import java.util.Arrays;
import java.util.List;

/** A row of a CSV file with a header, in whose columns of interest nothing is quoted. */
record Csv(List<String> columns, List<String> cells) {

    static List<Csv> read(List<String> lines) {
        List<String> columns = Arrays.asList(lines.get(0).split(","));
        return lines.stream()
                .skip(1)
                .map(line -> new Csv(columns, Arrays.asList(line.split(",", -1))))
                .toList();
    }

    String cell(String column) {
        return cells.get(columns.indexOf(column));
    }

    boolean has(String column) {
        return !cell(column).isEmpty();
    }
}

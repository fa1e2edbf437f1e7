package dev.llmbench.report;

import java.util.ArrayList;
import java.util.List;

/** Aligns cells in columns: the first to the left, the others to the right. */
public final class TextTable {
    private static final String BETWEEN = "  ";

    private final List<String[]> rows = new ArrayList<>();
    private final int[] widths;

    public TextTable(String... heads) {
        widths = new int[heads.length];
        row(heads);
    }

    public void row(String... cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], cells[i].length());
        }
        rows.add(cells.clone());
    }

    public boolean hasRows() {
        return rows.size() > 1;
    }

    public List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(String[] cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String padding = " ".repeat(widths[i] - cells[i].length());
            line.append(i == 0 ? cells[i] + padding : BETWEEN + padding + cells[i]);
        }
        return line.toString().stripTrailing();
    }
}

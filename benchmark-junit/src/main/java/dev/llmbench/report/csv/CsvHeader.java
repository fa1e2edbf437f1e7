package dev.llmbench.report.csv;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Where each column stands in a file. Columns that it has beside those known here are no matter; those that were added to
 * the end over time may be missing.
 */
final class CsvHeader {
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final Column LAST_NEEDED = Column.ERROR;
    private static final int NOWHERE = -1;

    private final int[] positions;
    private final int size;

    private CsvHeader(int[] positions, int size) {
        this.positions = positions;
        this.size = size;
    }

    static CsvHeader of(List<String> names) throws IOException {
        int[] positions = Arrays.stream(Column.values())
                .mapToInt(column -> find(names, column))
                .toArray();
        List<String> missing = Arrays.stream(Column.values())
                .filter(column -> column.compareTo(LAST_NEEDED) <= 0 && positions[column.position()] == NOWHERE)
                .map(Column::header)
                .toList();
        if (!missing.isEmpty()) {
            throw new IOException("This is no requests.csv: its first line names no column "
                    + String.join(", ", missing) + ". Name the file that a run left, or its directory");
        }
        return new CsvHeader(positions, names.size());
    }

    private static int find(List<String> names, Column column) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            // Spreadsheets put a mark before the first.
            if (name.equals(column.header()) || name.equals(BYTE_ORDER_MARK + column.header())) {
                return i;
            }
        }
        return NOWHERE;
    }

    int size() {
        return size;
    }

    /** The cell of the column; empty where the file has no such column. */
    String cell(List<String> cells, Column column) {
        int position = positions[column.position()];
        return position == NOWHERE ? "" : cells.get(position);
    }
}

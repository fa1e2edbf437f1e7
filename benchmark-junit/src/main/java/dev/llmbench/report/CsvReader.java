package dev.llmbench.report;

import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads RFC 4180 row by row, with CRLF or LF line ends. A row that the file's end cuts off is an error. */
final class CsvReader {
    private static final int LONGEST_CELL = 100_000;
    private static final int END = -1;

    private final Reader in;
    private final StringBuilder cell = new StringBuilder();

    /** Should be buffered: it is read character by character. */
    CsvReader(Reader in) {
        this.in = in;
    }

    /**
     * The cells of the next row, null at the file's end.
     *
     * @throws IOException if the file cannot be read or is no whole CSV
     */
    @Nullable
    List<String> next() throws IOException {
        int c = in.read();
        if (c == END) {
            return null;
        }
        List<String> row = new ArrayList<>(Column.HEADER.size());
        while (true) {
            c = c == '"' ? readQuoted() : readPlain(c);
            row.add(cell.toString());
            cell.setLength(0);
            if (c == '\r') {
                c = in.read();
            }
            if (c == '\n') {
                return row;
            }
            if (c != ',') {
                throw c == END ? new EOFException("The last row is cut off") : new IOException("No CSV: " + row);
            }
            c = in.read();
        }
    }

    /** Reads up to the cell's end and returns the character after it. */
    private int readPlain(int first) throws IOException {
        int c = first;
        while (c != ',' && c != '\r' && c != '\n' && c != END) {
            append(c);
            c = in.read();
        }
        return c;
    }

    private int readQuoted() throws IOException {
        while (true) {
            int c = in.read();
            if (c == '"') {
                c = in.read();
                if (c != '"') {
                    return c;
                }
            } else if (c == END) {
                return END;
            }
            append(c);
        }
    }

    private void append(int c) throws IOException {
        if (cell.length() == LONGEST_CELL) {
            throw new IOException("A cell is longer than " + LONGEST_CELL + " characters");
        }
        cell.append((char) c);
    }
}

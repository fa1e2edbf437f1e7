package dev.llmbench.report.csv;

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
    private long line;
    private long lineEnds;

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
        int c = read();
        if (c == END) {
            return null;
        }
        line = lineEnds + (c == '\n' ? 0 : 1);
        List<String> row = new ArrayList<>(Column.HEADER.size());
        while (true) {
            c = c == '"' ? readQuoted() : readPlain(c);
            row.add(cell.toString());
            cell.setLength(0);
            if (c == '\r') {
                c = read();
            }
            if (c == '\n') {
                return row;
            }
            if (c != ',') {
                throw c == END ? new EOFException("The last row is cut off") : new IOException("No CSV: " + row);
            }
            c = read();
        }
    }

    /** Reads up to the cell's end and returns the character after it. */
    private int readPlain(int first) throws IOException {
        int c = first;
        while (c != ',' && c != '\r' && c != '\n' && c != END) {
            append(c);
            c = read();
        }
        return c;
    }

    private int readQuoted() throws IOException {
        while (true) {
            int c = read();
            if (c == '"') {
                c = read();
                if (c != '"') {
                    return c;
                }
            } else if (c == END) {
                return END;
            }
            append(c);
        }
    }

    private int read() throws IOException {
        int c = in.read();
        lineEnds += c == '\n' ? 1 : 0;
        return c;
    }

    /** The line, counted from 1, in which the last row began. */
    long line() {
        return line;
    }

    private void append(int c) throws IOException {
        if (cell.length() == LONGEST_CELL) {
            throw new IOException("A cell is longer than " + LONGEST_CELL + " characters");
        }
        cell.append((char) c);
    }
}

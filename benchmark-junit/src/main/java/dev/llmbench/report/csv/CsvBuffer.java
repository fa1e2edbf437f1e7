package dev.llmbench.report.csv;

import dev.llmbench.report.SafeText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Formats rows of CSV as UTF-8 bytes without creating an object per cell, since it is used while the load runs. */
final class CsvBuffer {
    private static final int MOST_DIGITS = 20;
    private static final int MOST_TEXT = 300;
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private byte[] bytes = new byte[80 * 1024];
    private int size;
    private boolean rowStarted;

    int size() {
        return size;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
    }

    void clear() {
        size = 0;
    }

    void endRow() {
        ensure(2);
        bytes[size++] = '\r';
        bytes[size++] = '\n';
        rowStarted = false;
    }

    /** Ends the row with only a line feed, as k6 does. */
    void endLine() {
        ensure(1);
        bytes[size++] = '\n';
        rowStarted = false;
    }

    /** Adds empty cells. */
    void empty(int cells) {
        for (int i = 0; i < cells; i++) {
            startCell();
        }
    }

    /** Adds a number of 0 or more, given in thousandths, with the six decimals that k6 writes. */
    void thousandths(long thousandths) {
        millis(thousandths);
        ensure(3);
        bytes[size++] = '0';
        bytes[size++] = '0';
        bytes[size++] = '0';
    }

    /** Adds a time in microseconds as milliseconds with three decimals; an empty cell if it is negative, which means none. */
    void millis(long micros) {
        startCell();
        if (micros >= 0) {
            decimal(micros);
        }
    }

    /** Adds a difference of times in microseconds, which may be negative, as milliseconds with three decimals. */
    void signedMillis(long micros) {
        startCell();
        if (micros < 0) {
            bytes[size++] = '-';
        }
        decimal(Math.abs(micros));
    }

    private void decimal(long micros) {
        digits(micros / 1_000);
        int decimals = (int) (micros % 1_000);
        bytes[size++] = '.';
        bytes[size++] = (byte) ('0' + decimals / 100);
        bytes[size++] = (byte) ('0' + decimals / 10 % 10);
        bytes[size++] = (byte) ('0' + decimals % 10);
    }

    /** Adds a count; an empty cell if it is negative, which means unknown. */
    void count(long count) {
        startCell();
        if (count >= 0) {
            digits(count);
        }
    }

    /** Adds an empty cell. */
    void none() {
        startCell();
    }

    private void digits(long number) {
        int end = size + 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            end++;
        }
        size = end;
        long rest = number;
        do {
            bytes[--end] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
    }

    /** Adds the name of an enum constant in lower case. */
    void word(Enum<?> constant) {
        startCell();
        String name = constant.name();
        ensure(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            bytes[size++] = (byte) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        }
    }

    /**
     * Adds text on one line, truncated and quoted if necessary, and harmless in a spreadsheet; an empty cell for null.
     */
    void text(@Nullable String value) {
        startCell();
        if (value == null || value.isEmpty()) {
            return;
        }
        String text = defuse(SafeText.oneLine(value, MOST_TEXT));
        utf8(text.indexOf('"') >= 0 || text.indexOf(',') >= 0 ? '"' + text.replace("\"", "\"\"") + '"' : text);
    }

    private void utf8(String text) {
        ensure(text.length());
        int i = 0;
        while (i < text.length() && text.charAt(i) < 0x80) {
            bytes[size++] = (byte) text.charAt(i++);
        }
        if (i < text.length()) {
            byte[] rest = text.substring(i).getBytes(StandardCharsets.UTF_8);
            ensure(rest.length);
            System.arraycopy(rest, 0, bytes, size, rest.length);
            size += rest.length;
        }
    }

    private void startCell() {
        ensure(MOST_DIGITS + 5);
        if (rowStarted) {
            bytes[size++] = ',';
        }
        rowStarted = true;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }

    /**
     * Prevents spreadsheets from reading text as a formula by adding an apostrophe in front of it. Text that already
     * looks escaped gets another one, so that reading restores the original.
     */
    private static String defuse(String text) {
        return startsFormula(text) ? '\'' + text : text;
    }

    /** Returns the text without the apostrophe. */
    static String restore(String cell) {
        return cell.startsWith("'") && startsFormula(cell) ? cell.substring(1) : cell;
    }

    private static boolean startsFormula(String text) {
        int first = 0;
        while (first < text.length() && text.charAt(first) == '\'') {
            first++;
        }
        return first < text.length() && FORMULA_STARTS.indexOf(text.charAt(first)) >= 0;
    }
}

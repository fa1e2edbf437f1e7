package dev.llmbench.sample;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A note on an unusual response and how it was read.
 *
 * <pre>{@code
 * RequestsCsv.reader(Path.of("requests.csv")).replay(sample -> System.out.println(ReadingNote.line(sample.notes())));
 * }</pre>
 *
 * @param detail a detail such as the names of fields, on one line, truncated if it is too long; empty if the kind says
 *     it all
 */
public record ReadingNote(Kind kind, String detail) {
    private static final int LONGEST = 200;
    private static final String BETWEEN = "; ";

    /** The kinds of notes. */
    public enum Kind {
        /** Output was in unknown fields; the detail names them. */
        UNKNOWN_FIELDS,
        /** The server counted tokens, but no event of its stream showed any. */
        NOTHING_SHOWN,
        /** The server's count of tokens does not fit the text shown, for example because it is too high. */
        MORE_TOKENS_THAN_SHOWN,
        /** Only a summary of the reasoning was shown. */
        REASONING_SUMMARY,
        /** The reasoning was not shown. */
        REASONING_HIDDEN,
        /** The count of output tokens excludes the reasoning, as the total shows. */
        REASONING_ON_TOP,
        /** The server's count is impossible; the detail says why. */
        USAGE_NOT_BELIEVED,
        /** The finish reason is unknown; the detail quotes it. */
        UNKNOWN_FINISH_REASON,
        /** The pause that the server asked for is unreadable; the detail quotes it. */
        UNREADABLE_RETRY_AFTER;

        /** Returns the word used in CSV and JSON: the name in lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ReadingNote {
        // A semicolon separates notes.
        String line = detail.replaceAll("[\\p{Cntrl}\\p{Cf}\\s;]+", " ").strip();
        detail = line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }

    /** Returns a note without a detail. */
    public static ReadingNote of(Kind kind) {
        return new ReadingNote(kind, "");
    }

    /** Returns the notes on one line; empty if there are none. */
    public static String line(List<ReadingNote> notes) {
        return notes.stream()
                .map(note -> note.kind.word() + (note.detail.isEmpty() ? "" : "=" + note.detail))
                .collect(Collectors.joining(BETWEEN));
    }

    /**
     * Parses the notes of such a line.
     *
     * @throws IllegalArgumentException if a kind is unknown
     */
    public static List<ReadingNote> ofLine(String line) {
        return line.isBlank()
                ? List.of()
                : Arrays.stream(line.split(BETWEEN)).map(ReadingNote::ofWord).toList();
    }

    private static ReadingNote ofWord(String note) {
        String[] parts = note.split("=", 2);
        return new ReadingNote(
                Kind.valueOf(parts[0].strip().toUpperCase(Locale.ROOT)), parts.length == 1 ? "" : parts[1]);
    }
}

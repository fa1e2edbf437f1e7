package dev.llmbench.sample;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A note on how one answer was read, if it was not as answers usually are.
 *
 * <pre>{@code
 * RequestsCsv.reader(Path.of("requests.csv")).replay(sample -> System.out.println(ReadingNote.line(sample.notes())));
 * }</pre>
 *
 * @param detail such as the names of fields; on one line, cut if it is too long, empty if the kind says it all
 */
public record ReadingNote(Kind kind, String detail) {
    private static final int LONGEST = 200;
    private static final String BETWEEN = "; ";

    /** The kinds of notes. */
    public enum Kind {
        /** Output stood in fields that are not known; the detail names them. */
        UNKNOWN_FIELDS,
        /** The server counted tokens, and no event of its stream showed any. */
        NOTHING_SHOWN,
        /** The server's count of tokens does not fit the text that was shown, such as more of them than it can hold. */
        MORE_TOKENS_THAN_SHOWN,
        /** Only a summary of the reasoning was shown. */
        REASONING_SUMMARY,
        /** The reasoning was not shown. */
        REASONING_HIDDEN,
        /** The count of output tokens leaves the reasoning out, as the total shows. */
        REASONING_ON_TOP,
        /** The server's count cannot be right; the detail says why. */
        USAGE_NOT_BELIEVED,
        /** The answer ended for a reason that is not known; the detail quotes it. */
        UNKNOWN_FINISH_REASON,
        /** The server asked for a pause whose length cannot be read; the detail quotes it. */
        UNREADABLE_RETRY_AFTER;

        /** The word used in CSV and JSON: the name in lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ReadingNote {
        // A semicolon parts notes from each other.
        String line = detail.replaceAll("[\\p{Cntrl}\\p{Cf}\\s;]+", " ").strip();
        detail = line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }

    /** A note without a detail. */
    public static ReadingNote of(Kind kind) {
        return new ReadingNote(kind, "");
    }

    /** The notes on one line, empty if there are none. */
    public static String line(List<ReadingNote> notes) {
        return notes.stream()
                .map(note -> note.kind.word() + (note.detail.isEmpty() ? "" : "=" + note.detail))
                .collect(Collectors.joining(BETWEEN));
    }

    /**
     * The notes of such a line.
     *
     * @throws IllegalArgumentException if the kind of one of them is not known
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

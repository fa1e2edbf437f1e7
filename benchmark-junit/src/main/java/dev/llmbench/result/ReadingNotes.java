package dev.llmbench.result;

import dev.llmbench.sample.ReadingNote;
import dev.llmbench.sample.RequestSample;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Notes on responses of a run that were unusual to read.
 *
 * <pre>{@code
 * result.readingNotes().each().forEach(note -> System.out.println(note.kind() + ": " + note.requests()));
 * }</pre>
 *
 * @param each the notes by kind, in the order of the kinds
 */
public record ReadingNotes(List<Counted> each) {
    private static final int MOST_DETAILS = 8;

    public ReadingNotes {
        each = List.copyOf(each);
    }

    /**
     * The notes of one kind.
     *
     * @param requests the number of responses with this note
     * @param details at most eight distinct details, such as the names of fields, in order
     */
    public record Counted(ReadingNote.Kind kind, long requests, List<String> details) {
        public Counted {
            details = List.copyOf(details);
        }
    }

    /** Counts notes. Not thread-safe. */
    static final class Collector {
        private final Map<ReadingNote.Kind, Long> requests = new EnumMap<>(ReadingNote.Kind.class);
        private final Map<ReadingNote.Kind, TreeSet<String>> details = new EnumMap<>(ReadingNote.Kind.class);

        void add(RequestSample sample) {
            for (ReadingNote note : sample.notes()) {
                requests.merge(note.kind(), 1L, Long::sum);
                if (!note.detail().isEmpty()) {
                    TreeSet<String> known = details.computeIfAbsent(note.kind(), kind -> new TreeSet<>());
                    known.add(note.detail());
                    if (known.size() > MOST_DETAILS) {
                        // The remaining details must not depend on the order of the rows.
                        known.pollLast();
                    }
                }
            }
        }

        ReadingNotes notes() {
            List<Counted> counted = new ArrayList<>();
            requests.forEach((kind, count) ->
                    counted.add(new Counted(kind, count, List.copyOf(details.getOrDefault(kind, new TreeSet<>())))));
            return new ReadingNotes(counted);
        }
    }
}

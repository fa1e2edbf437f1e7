package dev.llmbench.history;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Objects;

/**
 * What somebody decided about runs after they were recorded. A file of its own, since those of the runs never change.
 *
 * @param schema the version of the file's format
 * @param kind what was decided
 * @param at its place among the runs, see {@link RunRecord#orderedAt()}
 * @param from the start of a commit, or the id of a run; may be empty for an acceptance from now on
 * @param reason why
 */
record Marker(int schema, Kind kind, Instant at, String from, String reason) implements HistoryFiles.Versioned {

    enum Kind {
        /** The runs from a commit on are a new baseline. */
        @JsonProperty("accept")
        ACCEPT,
        /** These runs count no longer. */
        @JsonProperty("drop")
        DROP
    }

    Marker {
        if (schema < 1 || kind == null || at == null) {
            throw new IllegalArgumentException("it has no schema, kind or time");
        }
        from = Objects.requireNonNullElse(from, "");
        reason = Objects.requireNonNullElse(reason, "");
    }

    boolean concerns(RunRecord run) {
        return !from.isEmpty() && (run.id().equals(from) || run.commit().startsWith(from));
    }
}

package dev.llmbench.history;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Objects;

/**
 * A decision about runs that was made after they were recorded. It has a file of its own, because the runs' files never change.
 *
 * @param schema the version of the file's format
 * @param kind what was decided
 * @param at its place among the runs, see {@link RunRecord#orderedAt()}
 * @param from the start of a commit's hash, or the id of a run; may be empty for an acceptance that starts now
 * @param reason the reason
 */
record Marker(int schema, Kind kind, Instant at, String from, String reason) implements HistoryFiles.Versioned {

    enum Kind {
        /** The runs from a commit on are a new baseline. */
        @JsonProperty("accept")
        ACCEPT,
        /** These runs no longer count. */
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

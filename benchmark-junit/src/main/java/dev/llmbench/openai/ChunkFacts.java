package dev.llmbench.openai;

import static dev.llmbench.metric.Tokens.UNKNOWN;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the events, or the one body, of an answer said, as far as it was read. Belongs to one thread. */
final class ChunkFacts {
    private static final int MOST_FIELDS = 8;

    /** As many characters and the length tell whether a closing event repeats what was said. */
    private static final int BEGINNING = 16;

    /** Two pieces may well be followed by a third that is both; more are not. */
    private static final int FEWEST_REPEATED = 3;

    /** Where an answer's text stands. Some servers say it in two fields; the first that holds any is read. */
    enum Source {
        NONE,
        DELTA,
        MESSAGE,
        TEXT
    }

    /** The type of the event at hand, where its reader looks at that. */
    String type = "";

    // Of the event at hand.
    boolean content;
    boolean reasoning;
    boolean unknown;
    boolean role;

    // Of the whole answer.
    Source source = Source.NONE;
    long contentLength;
    long reasoningLength;
    int reasoningEvents;
    /** Whether some of the output is no text, so that its length tells nothing. */
    boolean encoded;
    /** Whether a server calls the reasoning that it shows a summary. */
    boolean summary;

    int promptTokens = UNKNOWN;
    int cachedPromptTokens = UNKNOWN;
    int completionTokens = UNKNOWN;
    int reasoningTokens = UNKNOWN;
    int totalTokens = UNKNOWN;

    /** Whether the event that ends the API's streams has come. */
    boolean closed;

    @Nullable
    String finishReason;

    /** Whether the finish reason tells of a failure. */
    boolean failed;

    /** Whether the finish reason is not known. */
    boolean odd;

    // Of the content, as far as a closing event may repeat it.
    private int contentEvents;
    private long lengthBefore;
    private final char[] beginning = new char[BEGINNING];
    private int begun;
    private boolean repeats;

    private @Nullable String pending;
    private @Nullable String placeholder;

    @Nullable
    String error;

    private @Nullable Set<String> unknownFields;
    private @Nullable Set<String> elsewhere;

    /** Forgets which output the last event held; the rest holds for the whole answer. */
    void nextEvent() {
        contentEvents += content ? 1 : 0;
        lengthBefore = contentLength;
        repeats = false;
        content = false;
        reasoning = false;
        unknown = false;
        role = false;
    }

    /** Whether text of that length is to be looked at, to find out whether it repeats what was said. */
    boolean looksAt(int length) {
        return begun < BEGINNING || length == contentLength;
    }

    /** Takes text that is output other than reasoning. */
    void content(char[] text, int from, int length) {
        repeats = !content
                && contentEvents >= FEWEST_REPEATED
                && length == contentLength
                && beginsAlike(text, from, length);
        content = true;
        contentLength += length;
        if (begun < beginning.length) {
            int more = Math.min(length, beginning.length - begun);
            System.arraycopy(text, from, beginning, begun, more);
            begun += more;
        }
    }

    private boolean beginsAlike(char[] text, int from, int length) {
        int compared = Math.min(begun, length);
        return Arrays.equals(beginning, 0, compared, text, from, from + compared);
    }

    /** Takes output that need not be looked at. */
    void other(int length) {
        content = true;
        contentLength += length;
    }

    void reasoning(int length) {
        reasoningEvents += reasoning ? 0 : 1;
        reasoning = true;
        reasoningLength += length;
    }

    /** Whether the event at hand says all over again what those before it said. */
    boolean isRepeated() {
        return content && repeats;
    }

    /** Takes the content of the event at hand back; answers its length. */
    int takeBack() {
        content = false;
        contentLength = lengthBefore;
        return (int) lengthBefore;
    }

    /** Notes that a field that is not known holds text. */
    void unknownIn(String field) {
        unknown = true;
        if (unknownFields == null) {
            unknownFields = new TreeSet<>();
        }
        if (unknownFields.size() < MOST_FIELDS) {
            unknownFields.add(field);
        }
    }

    /** Notes a field outside of where output is, which held text while no output was seen. */
    void elsewhere(String field) {
        if (elsewhere == null) {
            elsewhere = new TreeSet<>();
        }
        if (elsewhere.size() < MOST_FIELDS) {
            elsewhere.add(field);
        }
    }

    /** The names of those fields, parted by commas; empty where there was none. */
    String elsewhere() {
        return elsewhere == null ? "" : String.join(", ", elsewhere);
    }

    /** The names of the fields that are not known and held text, parted by commas; null where there was none. */
    @Nullable
    String unknownFields() {
        return unknownFields == null ? null : String.join(", ", unknownFields);
    }

    /** A chunk with choices begins: what the one before said, if it is not known for a reason, ended nothing. */
    void nextChoices() {
        if (pending != null) {
            placeholder = pending;
            pending = null;
        }
    }

    /** Takes what an answer says of why it ended. */
    void finish(String reason) {
        switch (FinishReason.of(reason)) {
            case REAL -> {
                finishReason = reason;
                odd = false;
            }
            case FAILURE -> {
                finishReason = reason;
                failed = true;
            }
            case UNKNOWN -> pending = reason;
            case PLACEHOLDER -> {}
        }
    }

    /** The answer is over: a reason that is not known and that nothing followed is one all the same. */
    void settle() {
        if (pending != null && finishReason == null && !pending.equals(placeholder)) {
            finishReason = pending;
            odd = true;
        }
        pending = null;
    }
}

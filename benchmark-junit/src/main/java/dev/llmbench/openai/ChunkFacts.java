package dev.llmbench.openai;

import static dev.llmbench.sample.Tokens.UNKNOWN;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The facts found so far in the events, or in the one body, of an answer. Not thread-safe. */
final class ChunkFacts {
    private static final int MOST_FIELDS = 8;

    /** This many characters, together with the length, show whether a closing event repeats the answer. */
    private static final int BEGINNING = 16;

    // A second piece may well equal the first, and a third may well equal the first two if these are short.
    private static final int FEWEST_REPEATED = 3;
    private static final int FEWEST_REPEATED_LONG = 2;
    private static final int LONG = 8;

    /** Tags by which models separate reasoning from content if the server does not. */
    private static final List<String> THOUGHTS = List.of("<think", "<thought", "<reasoning", "[think]", "◁think▷");

    // Latin letters end before the first; between the others there are dashes and quotation marks of any script.
    private static final int FIRST_BEYOND_LATIN = 0x250;
    private static final int FIRST_PUNCTUATION = 0x2000;
    private static final int LAST_PUNCTUATION = 0x206F;

    /** The field that contains an answer's text. Some servers fill two; the first one that contains text is read. */
    enum Source {
        NONE,
        DELTA,
        MESSAGE,
        TEXT
    }

    /** The type of the current event, if its reader needs it. */
    String type = "";

    // The current event:
    boolean content;
    boolean reasoning;
    boolean unknown;
    boolean role;

    // The whole answer:
    Source source = Source.NONE;
    long contentLength;
    long reasoningLength;
    int reasoningEvents;
    /** Whether some output is not text, so that its length is unrelated to its tokens. */
    boolean encoded;
    /** Whether the server marks the reasoning that it shows as a summary. */
    boolean summary;
    /** Whether tools are called; models generate hidden tokens around calls. */
    boolean called;

    int promptTokens = UNKNOWN;
    int cachedPromptTokens = UNKNOWN;
    /** Prompt tokens written to a cache, which some servers count separately. */
    int cacheWrittenTokens = UNKNOWN;

    int completionTokens = UNKNOWN;
    int reasoningTokens = UNKNOWN;
    int totalTokens = UNKNOWN;

    /** Whether the event that ends a stream of this API has arrived. */
    boolean closed;

    @Nullable
    String finishReason;

    /** Further text about the end, from a non-standard field. */
    @Nullable
    String finishDetail;

    /** Whether the finish reason means a failure. */
    boolean failed;

    /** Whether the finish reason is unknown. */
    boolean odd;

    // The part of the output that a closing event may repeat:
    private int contentEvents;
    private long contentBefore;
    private long reasoningBefore;
    private final char[] beginning = new char[BEGINNING];
    private boolean differs;

    /** The number of known characters at the start of the content. */
    int begun;

    private @Nullable String pending;
    private @Nullable String placeholder;

    @Nullable
    String error;

    private @Nullable Set<String> unknownFields;
    private @Nullable Set<String> elsewhere;

    /** Resets the facts about the last event; the others apply to the whole answer. */
    void nextEvent() {
        contentEvents += content ? 1 : 0;
        contentBefore = contentLength;
        differs = false;
        content = false;
        reasoning = false;
        unknown = false;
        role = false;
    }

    /** Returns whether text of this length must be checked for repeating the answer. */
    boolean looksAt(int length) {
        return begun < BEGINNING || length == contentLength;
    }

    /** Adds text of the output other than reasoning. */
    void content(char[] text, int from, int length) {
        differs |= !content && !beginsAlike(text, from, length);
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

    /** Adds output that cannot repeat the answer. */
    void other(int length) {
        content = true;
        contentLength += length;
    }

    void reasoning(int length) {
        if (!reasoning) {
            reasoningEvents++;
            reasoningBefore = reasoningLength;
        }
        reasoning = true;
        reasoningLength += length;
    }

    /** Discards the current event's content if it repeats that of all events before it. Returns whether it did. */
    boolean takeBackRepeatedContent() {
        if (!content
                || differs
                || contentBefore == 0
                || contentLength != 2 * contentBefore
                || !isEnough(contentEvents, contentBefore)) {
            return false;
        }
        content = false;
        contentLength = contentBefore;
        return true;
    }

    /** Does the same for its reasoning. */
    boolean takeBackRepeatedReasoning() {
        if (!reasoning || reasoningLength != 2 * reasoningBefore || !isEnough(reasoningEvents - 1, reasoningBefore)) {
            return false;
        }
        reasoning = false;
        reasoningEvents--;
        reasoningLength = reasoningBefore;
        return true;
    }

    private static boolean isEnough(int events, long length) {
        return events >= FEWEST_REPEATED || (events >= FEWEST_REPEATED_LONG && length >= LONG);
    }

    /** Turns the current event's content into reasoning. */
    void contentWasReasoning() {
        if (content) {
            long moved = contentLength - contentBefore;
            content = false;
            contentLength = contentBefore;
            if (contentEvents == 0) {
                begun = 0;
            }
            reasoning((int) moved);
        }
    }

    /** Returns the number of events with output other than reasoning. */
    int contentEvents() {
        return contentEvents + (content ? 1 : 0);
    }

    /** Returns whether the content begins with a tag that models put around their reasoning. */
    boolean beginsWithThought() {
        String start = new String(beginning, 0, begun).strip().toLowerCase(Locale.ROOT);
        return THOUGHTS.stream().anyMatch(start::startsWith);
    }

    /**
     * Returns whether the content, if there is any, starts in Latin script, in which a character is rarely more than
     * one token.
     */
    boolean isLatin() {
        for (int i = 0; i < begun; i++) {
            char letter = beginning[i];
            boolean isPunctuation = letter >= FIRST_PUNCTUATION && letter <= LAST_PUNCTUATION;
            if (letter >= FIRST_BEYOND_LATIN && !isPunctuation) {
                return false;
            }
        }
        return true;
    }

    /** Records an unknown field that contains text. */
    void unknownIn(String field) {
        unknown = true;
        if (unknownFields == null) {
            unknownFields = new TreeSet<>();
        }
        if (unknownFields.size() < MOST_FIELDS) {
            unknownFields.add(field);
        }
    }

    /** Records a field that contained text although it is not meant for output, while no output has been found. */
    void elsewhere(String field) {
        if (elsewhere == null) {
            elsewhere = new TreeSet<>();
        }
        if (elsewhere.size() < MOST_FIELDS) {
            elsewhere.add(field);
        }
    }

    /** Returns the names of these fields, separated by commas; empty if there are none. */
    String elsewhere() {
        return elsewhere == null ? "" : String.join(", ", elsewhere);
    }

    /** Returns the names of the unknown fields that contained text, separated by commas; null if there are none. */
    @Nullable
    String unknownFields() {
        return unknownFields == null ? null : String.join(", ", unknownFields);
    }

    /** Starts a chunk with choices. An unknown finish reason in the chunk before was not the end. */
    void nextChoices() {
        if (pending != null) {
            placeholder = pending;
            pending = null;
        }
    }

    /** Sets the answer's finish reason. */
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

    /** Ends the answer. An unknown finish reason counts if no chunk followed it. */
    void settle() {
        if (pending != null && finishReason == null && !pending.equals(placeholder)) {
            finishReason = pending;
            odd = true;
        }
        pending = null;
    }
}

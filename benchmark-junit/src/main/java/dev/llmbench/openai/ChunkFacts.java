package dev.llmbench.openai;

import static dev.llmbench.sample.Tokens.UNKNOWN;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The facts that the events, or the one body, of an answer told, as far as it was read. Belongs to one thread. */
final class ChunkFacts {
    private static final int MOST_FIELDS = 8;

    /** As many characters and the length tell whether a closing event repeats the answer. */
    private static final int BEGINNING = 16;

    // After one piece a second may well be the same, and after two short ones a third may be both.
    private static final int FEWEST_REPEATED = 3;
    private static final int FEWEST_REPEATED_LONG = 2;
    private static final int LONG = 8;

    /** Tags by which models part their reasoning from the content, where no server did. */
    private static final List<String> THOUGHTS = List.of("<think", "<thought", "<reasoning", "[think]", "◁think▷");

    // Latin letters end before the first; between the others there are dashes and quotation marks of any script.
    private static final int FIRST_BEYOND_LATIN = 0x250;
    private static final int FIRST_PUNCTUATION = 0x2000;
    private static final int LAST_PUNCTUATION = 0x206F;

    /** Where an answer's text stands. Some servers put it into two fields; the first that holds any is read. */
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
    /** Whether tools are called, around which models generate tokens that nobody shows. */
    boolean called;

    int promptTokens = UNKNOWN;
    int cachedPromptTokens = UNKNOWN;
    /** Prompt tokens that were written to a cache, which some servers count beside the others. */
    int cacheWrittenTokens = UNKNOWN;

    int completionTokens = UNKNOWN;
    int reasoningTokens = UNKNOWN;
    int totalTokens = UNKNOWN;

    /** Whether the event that ends the API's streams has come. */
    boolean closed;

    @Nullable
    String finishReason;

    /** More words on the end, in a field of the server's own. */
    @Nullable
    String finishDetail;

    /** Whether the finish reason tells of a failure. */
    boolean failed;

    /** Whether the finish reason is not known. */
    boolean odd;

    // Of the output, as far as a closing event may repeat it.
    private int contentEvents;
    private long contentBefore;
    private long reasoningBefore;
    private final char[] beginning = new char[BEGINNING];
    private boolean differs;

    /** How many characters of the content's beginning are known. */
    int begun;

    private @Nullable String pending;
    private @Nullable String placeholder;

    @Nullable
    String error;

    private @Nullable Set<String> unknownFields;
    private @Nullable Set<String> elsewhere;

    /** Forgets which output the last event held; the rest holds for the whole answer. */
    void nextEvent() {
        contentEvents += content ? 1 : 0;
        contentBefore = contentLength;
        differs = false;
        content = false;
        reasoning = false;
        unknown = false;
        role = false;
    }

    /** Whether text of that length needs a look, to find out whether it repeats the answer. */
    boolean looksAt(int length) {
        return begun < BEGINNING || length == contentLength;
    }

    /** Takes text that is output other than reasoning. */
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

    /** Takes output that needs no look. */
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

    /** Takes the content of the event at hand back if it is that of all events before it once more; says whether it was. */
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

    /** The same of its reasoning. */
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

    /** The content of the event at hand was reasoning. */
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

    /** How many events held output other than reasoning. */
    int contentEvents() {
        return contentEvents + (content ? 1 : 0);
    }

    /** Whether the content begins with a tag that models put around their reasoning. */
    boolean beginsWithThought() {
        String start = new String(beginning, 0, begun).strip().toLowerCase(Locale.ROOT);
        return THOUGHTS.stream().anyMatch(start::startsWith);
    }

    /** Whether the beginning of the content, if there is any, is of the Latin script, in which a character is hardly more than a token. */
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

    /** Notes a field that is no place for output, and held text while no output was seen. */
    void elsewhere(String field) {
        if (elsewhere == null) {
            elsewhere = new TreeSet<>();
        }
        if (elsewhere.size() < MOST_FIELDS) {
            elsewhere.add(field);
        }
    }

    /** The names of those fields, separated by commas; empty if there was none. */
    String elsewhere() {
        return elsewhere == null ? "" : String.join(", ", elsewhere);
    }

    /** The names of the fields that are not known and held text, separated by commas; null if there was none. */
    @Nullable
    String unknownFields() {
        return unknownFields == null ? null : String.join(", ", unknownFields);
    }

    /** A chunk with choices begins: a reason in the one before ended nothing if it is not known. */
    void nextChoices() {
        if (pending != null) {
            placeholder = pending;
            pending = null;
        }
    }

    /** Takes the reason that an answer gives for its end. */
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

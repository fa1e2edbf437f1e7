package dev.llmbench.report.csv;

import dev.llmbench.report.SafeText;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.ConversationEnd;
import dev.llmbench.sample.Delays;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.PairPart;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.ReadingNote;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.RoundPart;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.Tokens;
import dev.llmbench.sample.TurnPart;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The cells of one row, parsed in the way that {@link Column} writes them. */
record SampleRow(Header header, List<String> cells) {
    private static final int DECIMALS = 3;
    private static final int MOST_DIGITS = 12;

    /**
     * Returns the request in the row.
     *
     * @throws IllegalArgumentException if a cell does not fit its column; the message names the column
     */
    RequestSample sample() {
        return RequestSample.builder(moments())
                .id(text(Column.ID))
                .test(text(Column.TEST))
                .arm(arm())
                .stage(stage())
                .phase(constant(Column.PHASE, word -> Phase.valueOf(capitals(word))))
                .user(count(Column.USER, 0))
                .promptId(text(Column.PROMPT_ID))
                .tokens(tokens())
                .maxChunkGap(micros(Column.MAX_CHUNK_GAP))
                .status(count(Column.STATUS, 0))
                .outcome(constant(Column.OUTCOME, Outcome::ofWord), textOrNull(Column.ERROR))
                .finishReason(textOrNull(Column.FINISH_REASON))
                .part(part())
                .notes(notes())
                .worker(count(Column.WORKER, 0))
                .build();
    }

    private Arm arm() {
        return cell(Column.ARM).isEmpty() ? Arm.CANDIDATE : constant(Column.ARM, word -> Arm.valueOf(capitals(word)));
    }

    private List<ReadingNote> notes() {
        return cell(Column.READING).isEmpty()
                ? List.of()
                : constant(Column.READING, line -> ReadingNote.ofLine(text(Column.READING)));
    }

    private @Nullable RoundPart part() {
        if (!cell(Column.PAIR).isEmpty()) {
            return new PairPart(
                    count(Column.PAIR, 0),
                    constant(Column.PAIR_ROLE, word -> PairPart.Role.valueOf(capitals(word))),
                    count(Column.ASKED_TOKENS, 0));
        }
        return cell(Column.CONVERSATION).isEmpty()
                ? null
                : new TurnPart(count(Column.CONVERSATION, 0), count(Column.TURN, 0), conversationEnd());
    }

    private Optional<ConversationEnd> conversationEnd() {
        return cell(Column.CONVERSATION_END).isEmpty()
                ? Optional.empty()
                : Optional.of(constant(Column.CONVERSATION_END, word -> ConversationEnd.valueOf(capitals(word))));
    }

    private int stage() {
        int stage = count(Column.STAGE, 0);
        if (stage < 1 && !cell(Column.PHASE).equals(Phase.WARMUP.word())) {
            throw wrong(Column.STAGE, "not a stage: stages are counted from 1, and 0 is the warm-up");
        }
        return stage;
    }

    private Moments moments() {
        return Moments.scheduledAt(micros(Column.SCHEDULED))
                .dispatched(micros(Column.DISPATCHED))
                .connect(micros(Column.CONNECT))
                .sent(micros(Column.SENT))
                .headers(micros(Column.HEADERS))
                .firstEvent(micros(Column.FIRST_EVENT))
                .firstReasoning(micros(Column.FIRST_REASONING))
                .firstContent(micros(Column.FIRST_CONTENT))
                .lastToken(micros(Column.LAST_TOKEN))
                .end(micros(Column.END))
                .delays(delays())
                .build();
    }

    private Delays delays() {
        return Delays.of(
                delay(Column.LATE_CONNECT),
                delay(Column.LATE_SENT),
                delay(Column.LATE_HEADERS),
                delay(Column.LATE_FIRST),
                delay(Column.LATE_CONTENT),
                delay(Column.LATE_LAST),
                delay(Column.LATE_END));
    }

    private long delay(Column column) {
        return Math.max(0, micros(column));
    }

    private Tokens tokens() {
        return new Tokens(
                count(Column.PROMPT_TOKENS, Tokens.UNKNOWN),
                count(Column.CACHED_PROMPT_TOKENS, Tokens.UNKNOWN),
                count(Column.OUTPUT_TOKENS, Tokens.UNKNOWN),
                count(Column.HIDDEN_REASONING_TOKENS, 0),
                cell(Column.TOKEN_SOURCE).isEmpty()
                        ? null
                        : constant(Column.TOKEN_SOURCE, word -> TokenSource.valueOf(capitals(word))),
                count(Column.CHUNKS, 0));
    }

    private String cell(Column column) {
        return header.cell(cells, column);
    }

    private <T> T constant(Column column, Function<String, T> reader) {
        try {
            return reader.apply(cell(column));
        } catch (IllegalArgumentException e) {
            throw wrong(column, "not a known word");
        }
    }

    private static String capitals(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    private String text(Column column) {
        return CsvBuffer.restore(cell(column));
    }

    private @Nullable String textOrNull(Column column) {
        return cell(column).isEmpty() ? null : text(column);
    }

    private int count(Column column, int absent) {
        String count = cell(column);
        if (count.isEmpty()) {
            return absent;
        }
        try {
            int number = Integer.parseInt(count);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(column, "not a whole number");
        }
        throw wrong(column, "negative");
    }

    private long micros(Column column) {
        String millis = cell(column);
        if (millis.isEmpty()) {
            return Moments.ABSENT;
        }
        int point = millis.length() - DECIMALS - 1;
        if (point < 1 || point > MOST_DIGITS || millis.charAt(point) != '.' || !Character.isDigit(millis.charAt(0))) {
            throw wrong(column, "not a number of milliseconds with three decimals");
        }
        try {
            return Long.parseLong(millis, 0, point, 10) * 1_000
                    + Long.parseLong(millis, point + 1, millis.length(), 10);
        } catch (NumberFormatException e) {
            throw wrong(column, "not a number of milliseconds with three decimals");
        }
    }

    private IllegalArgumentException wrong(Column column, String what) {
        return new IllegalArgumentException(
                column.header() + " = \"" + SafeText.oneLine(cell(column), 60) + "\" is " + what);
    }

    /**
     * The position of each column in a file. Unknown columns are ignored; columns that later versions appended may be
     * missing.
     */
    static final class Header {
        private static final char BYTE_ORDER_MARK = '\uFEFF';
        private static final Column LAST_NEEDED = Column.ERROR;
        private static final int NOWHERE = -1;

        private final int[] positions;
        private final int size;

        private Header(int[] positions, int size) {
            this.positions = positions;
            this.size = size;
        }

        static Header of(List<String> names) throws IOException {
            int[] positions = Arrays.stream(Column.values())
                    .mapToInt(column -> find(names, column))
                    .toArray();
            List<String> missing = Arrays.stream(Column.values())
                    .filter(column -> column.compareTo(LAST_NEEDED) <= 0 && positions[column.position()] == NOWHERE)
                    .map(Column::header)
                    .toList();
            if (!missing.isEmpty()) {
                throw new IOException("Not a requests.csv: columns missing in its first line: "
                        + String.join(", ", missing) + ". Name the file that a run wrote, or its directory");
            }
            return new Header(positions, names.size());
        }

        private static int find(List<String> names, Column column) {
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                // Spreadsheets put a byte order mark before the first column.
                if (name.equals(column.header()) || name.equals(BYTE_ORDER_MARK + column.header())) {
                    return i;
                }
            }
            return NOWHERE;
        }

        int size() {
            return size;
        }

        /** Returns the cell of the column; empty if the file has no such column. */
        String cell(List<String> cells, Column column) {
            int position = positions[column.position()];
            return position == NOWHERE ? "" : cells.get(position);
        }
    }
}

package dev.llmbench.report;

import dev.llmbench.metric.ChunkGaps;
import dev.llmbench.metric.Moments;
import dev.llmbench.metric.Outcome;
import dev.llmbench.metric.PairPart;
import dev.llmbench.metric.Phase;
import dev.llmbench.metric.RequestSample;
import dev.llmbench.metric.SampleSink;
import dev.llmbench.metric.SampleSource;
import dev.llmbench.metric.TokenSource;
import dev.llmbench.metric.Tokens;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads requests.csv back to the samples that it was written from. */
final class CsvReplay implements SampleSource {
    private static final int DECIMALS = 3;

    private final Path file;
    private final OptionalLong expected;

    /** With the number of rows that make the file complete, where it is known. */
    CsvReplay(Path file, OptionalLong expected) {
        this.file = file;
        this.expected = expected;
    }

    @Override
    public boolean replay(SampleSink sink) {
        try (Reader in = Files.newBufferedReader(file)) {
            CsvReader rows = new CsvReader(in);
            if (!Column.HEADER.equals(rows.next())) {
                return false;
            }
            long count = 0;
            for (List<String> row = rows.next(); row != null; row = rows.next()) {
                sink.accept(sample(row));
                count++;
            }
            return count == expected.orElse(count);
        } catch (IOException e) {
            return false;
        }
    }

    private static RequestSample sample(List<String> row) throws IOException {
        if (row.size() != Column.HEADER.size()) {
            throw new IOException("A row has " + row.size() + " cells: " + row);
        }
        try {
            return new Row(row).sample();
        } catch (IllegalArgumentException e) {
            throw new IOException("A row is none of a request: " + row, e);
        }
    }

    private record Row(List<String> cells) {

        RequestSample sample() {
            return new RequestSample(
                    text(Column.ID),
                    text(Column.TEST),
                    count(Column.STAGE, 0),
                    Phase.valueOf(constant(Column.PHASE)),
                    count(Column.USER, 0),
                    text(Column.PROMPT_ID),
                    moments(),
                    tokens(),
                    ChunkGaps.NONE,
                    micros(Column.MAX_CHUNK_GAP),
                    count(Column.STATUS, 0),
                    Outcome.ofWord(cell(Column.OUTCOME)),
                    textOrNull(Column.FINISH_REASON),
                    textOrNull(Column.ERROR),
                    pair());
        }

        private @Nullable PairPart pair() {
            return cell(Column.PAIR).isEmpty()
                    ? null
                    : new PairPart(
                            Long.parseLong(cell(Column.PAIR)),
                            PairPart.Role.valueOf(constant(Column.PAIR_ROLE)),
                            count(Column.ASKED_TOKENS, 0));
        }

        private Moments moments() {
            return new Moments(
                    micros(Column.SCHEDULED),
                    micros(Column.DISPATCHED),
                    micros(Column.CONNECT),
                    micros(Column.SENT),
                    micros(Column.HEADERS),
                    micros(Column.FIRST_EVENT),
                    micros(Column.FIRST_REASONING),
                    micros(Column.FIRST_CONTENT),
                    micros(Column.LAST_TOKEN),
                    micros(Column.END));
        }

        private Tokens tokens() {
            return new Tokens(
                    count(Column.PROMPT_TOKENS, Tokens.UNKNOWN),
                    count(Column.CACHED_PROMPT_TOKENS, Tokens.UNKNOWN),
                    count(Column.OUTPUT_TOKENS, Tokens.UNKNOWN),
                    count(Column.HIDDEN_REASONING_TOKENS, Tokens.UNKNOWN),
                    cell(Column.TOKEN_SOURCE).isEmpty() ? null : TokenSource.valueOf(constant(Column.TOKEN_SOURCE)),
                    count(Column.CHUNKS, 0));
        }

        private String cell(Column column) {
            return cells.get(column.position());
        }

        private String constant(Column column) {
            return cell(column).toUpperCase(Locale.ROOT);
        }

        private String text(Column column) {
            return CsvFormula.restore(cell(column));
        }

        private @Nullable String textOrNull(Column column) {
            return cell(column).isEmpty() ? null : text(column);
        }

        private int count(Column column, int absent) {
            return cell(column).isEmpty() ? absent : Integer.parseInt(cell(column));
        }

        private long micros(Column column) {
            String millis = cell(column);
            if (millis.isEmpty()) {
                return Moments.ABSENT;
            }
            int point = millis.length() - DECIMALS - 1;
            if (point < 1 || millis.charAt(point) != '.') {
                throw new NumberFormatException(column.header() + ": " + millis);
            }
            return Long.parseLong(millis, 0, point, 10) * 1_000
                    + Long.parseLong(millis, point + 1, millis.length(), 10);
        }
    }
}

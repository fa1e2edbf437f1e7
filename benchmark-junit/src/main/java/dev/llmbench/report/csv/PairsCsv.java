package dev.llmbench.report.csv;

import dev.llmbench.result.ExclusionReason;
import dev.llmbench.result.LengthPair;
import dev.llmbench.result.LengthPair.Half;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Writes a CSV row for each pair of two lengths as soon as it is complete, and at the end those that were never
 * completed, in the format of requests.csv. An I/O error does not end the run: the first one is remembered, and nothing
 * more is written.
 *
 * <p>Used and closed by one thread at a time; {@link #failure()} may be called by any.
 */
public final class PairsCsv extends CsvFile implements Consumer<LengthPair> {
    /** The file's name in the output directory. */
    public static final String FILE_NAME = "pairs.csv";

    static final List<String> HEADER = List.of(
            "pair",
            "prompt_id",
            "stage",
            "first",
            "shorter_asked",
            "longer_asked",
            "shorter_tokens",
            "longer_tokens",
            "shorter_e2e",
            "longer_e2e",
            "difference",
            "tpot",
            "used",
            "left_out");

    private PairsCsv(OutputStream out) {
        super(out);
    }

    /**
     * Creates or overwrites the file and writes its header.
     *
     * @throws IOException if the file cannot be created
     */
    public static PairsCsv create(Path file) throws IOException {
        PairsCsv csv = new PairsCsv(Files.newOutputStream(file));
        HEADER.forEach(csv.buffer()::text);
        csv.endRow();
        return csv;
    }

    @Override
    public void accept(LengthPair pair) {
        CsvBuffer buffer = buffer();
        buffer.count(pair.number());
        buffer.text(pair.promptId());
        buffer.count(pair.stage());
        buffer.text(pair.shorterFirst() ? "shorter" : "longer");
        buffer.count(pair.asked());
        buffer.count((long) pair.asked() + pair.difference());
        buffer.count(pair.shorter().map(Half::tokens).orElse(-1));
        buffer.count(pair.longer().map(Half::tokens).orElse(-1));
        buffer.millis(pair.shorter().map(Half::e2e).orElse(-1L));
        buffer.millis(pair.longer().map(Half::e2e).orElse(-1L));
        difference(pair.differenceMicros(), pair.difference());
        Optional<ExclusionReason> leftOut = pair.leftOut();
        buffer.text(String.valueOf(leftOut.isEmpty()));
        buffer.text(leftOut.map(ExclusionReason::word).orElse(null));
        endRow();
    }

    private void difference(OptionalLong micros, int tokens) {
        CsvBuffer buffer = buffer();
        if (micros.isEmpty()) {
            buffer.none();
            buffer.none();
        } else {
            buffer.signedMillis(micros.getAsLong());
            buffer.signedMillis(Math.round((double) micros.getAsLong() / tokens));
        }
    }

    private void endRow() {
        buffer().endRow();
        flush();
    }
}

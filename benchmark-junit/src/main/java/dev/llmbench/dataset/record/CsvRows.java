package dev.llmbench.dataset.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The rows below a header, each as an object of texts. */
public final class CsvRows extends ParsedRecords {
    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .enable(CsvParser.Feature.EMPTY_STRING_AS_NULL)
            .build();

    private final char separator;
    private final int skipped;
    private @Nullable MappingIterator<ObjectNode> rows;
    private int line;

    /**
     * Reads the rows below the header at the start of the content.
     *
     * @param skipped the number of lines of the file before the header
     */
    public CsvRows(InputStream in, char separator, int skipped) {
        super(in, "CSV");
        this.separator = separator;
        this.skipped = skipped;
    }

    @Override
    boolean hasNext() throws IOException {
        MappingIterator<ObjectNode> opened = opened();
        line = skipped + opened.getParser().currentLocation().getLineNr();
        return opened.hasNextValue();
    }

    @Override
    JsonNode next() throws IOException {
        return opened().nextValue();
    }

    private MappingIterator<ObjectNode> opened() throws IOException {
        MappingIterator<ObjectNode> opened = rows == null ? open() : rows;
        rows = opened;
        return opened;
    }

    /** Reads the header and some of the content after it. */
    private MappingIterator<ObjectNode> open() throws IOException {
        return CSV.readerFor(ObjectNode.class)
                .with(CsvSchema.emptySchema().withHeader().withColumnSeparator(separator))
                .readValues(new InputStreamReader(
                        budget,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    @Override
    public String place() {
        return "line " + line;
    }
}

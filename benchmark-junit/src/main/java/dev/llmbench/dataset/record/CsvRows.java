package dev.llmbench.dataset.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.llmbench.plan.DatasetException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The rows under a header, each as an object of texts. */
public final class CsvRows implements Records {
    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .enable(CsvParser.Feature.EMPTY_STRING_AS_NULL)
            .build();

    private final RecordBudget budget;
    private final char separator;
    private final int skipped;
    private @Nullable MappingIterator<ObjectNode> rows;
    private int number;
    private int line;
    private boolean ended;
    private @Nullable JsonNode content;
    private @Nullable DatasetException fault;

    /**
     * Reads the rows under the header with which the content begins.
     *
     * @param skipped how many lines of the file stood before it
     */
    public CsvRows(InputStream in, char separator, int skipped) {
        this.budget = new RecordBudget(in);
        this.separator = separator;
        this.skipped = skipped;
    }

    @Override
    public boolean advance() throws IOException {
        if (ended) {
            return false;
        }
        budget.renew();
        number++;
        try {
            MappingIterator<ObjectNode> opened = rows == null ? open() : rows;
            rows = opened;
            line = skipped + opened.getParser().currentLocation().getLineNr();
            if (!opened.hasNextValue()) {
                return false;
            }
            content = opened.nextValue();
        } catch (JsonProcessingException e) {
            end(new DatasetException(
                    "is not CSV: " + e.getOriginalMessage() + "; what comes after it was not read; correct it", e));
        } catch (CharacterCodingException e) {
            end(new DatasetException("or one soon after it has bytes that are not UTF-8; save the file in UTF-8", e));
        } catch (DatasetException e) {
            end(e);
        }
        return true;
    }

    /** Reads the header and some of what comes after it. */
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

    private void end(DatasetException e) {
        ended = true;
        fault = e;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public String place() {
        return "line " + line;
    }

    @Override
    public JsonNode content() {
        if (fault != null || content == null) {
            throw fault == null ? new DatasetException("is nothing; remove it") : fault;
        }
        return content;
    }

    @Override
    public void close() throws IOException {
        budget.close();
    }
}

package dev.llmbench.dataset.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.llmbench.plan.DatasetException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records that a parser finds. A fault ends the reading, since nothing tells where the next record begins. */
abstract class ParsedRecords implements Records {
    final Budget budget;
    private final String format;
    private int number;
    private boolean ended;
    private @Nullable JsonNode content;
    private @Nullable DatasetException fault;

    ParsedRecords(InputStream in, String format) {
        this.budget = new Budget(in);
        this.format = format;
    }

    @Override
    public final boolean advance() throws IOException {
        if (ended) {
            return false;
        }
        budget.renew();
        number++;
        try {
            ended = !hasNext();
            content = ended ? null : next();
            return !ended;
        } catch (JsonProcessingException e) {
            failedAt(e);
            fault = new DatasetException(
                    "is not " + format + ": " + e.getOriginalMessage()
                            + "; what comes after it was not read; correct it",
                    e);
        } catch (CharacterCodingException e) {
            fault = new DatasetException(
                    "or one soon after it has bytes that are not UTF-8; save the file in UTF-8", e);
        } catch (DatasetException e) {
            fault = e;
        }
        ended = true;
        return true;
    }

    /** Whether another record follows. */
    abstract boolean hasNext() throws IOException;

    abstract JsonNode next() throws IOException;

    /** Notes the place of a fault. */
    void failedAt(JsonProcessingException e) {}

    @Override
    public final int number() {
        return number;
    }

    @Override
    public final JsonNode content() {
        if (fault != null) {
            throw fault;
        }
        return Objects.requireNonNull(content);
    }

    @Override
    public void close() throws IOException {
        budget.close();
    }

    /** Limits each record to the most bytes that one may have, for parsers without such a limit. */
    static final class Budget extends FilterInputStream {
        private long left;

        private Budget(InputStream in) {
            super(in);
            renew();
        }

        private void renew() {
            left = MAX_BYTES;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            take(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            take(Math.max(0, read));
            return read;
        }

        private void take(int bytes) {
            left -= bytes;
            if (left < 0) {
                throw new DatasetException(
                        "is longer than " + MAX_BYTES
                                + " bytes, the most for one record; shorten or remove it, or close what is open: a quote, a bracket");
            }
        }
    }
}

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

/** Records that a parser finds. An error ends reading, since the start of the next record is unknown. */
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
                    "is not " + format + ": " + e.getOriginalMessage() + "; nothing after it was read; correct it", e);
        } catch (CharacterCodingException e) {
            fault = new DatasetException(
                    "or one shortly after it has bytes that are not UTF-8; save the file in UTF-8", e);
        } catch (DatasetException e) {
            fault = e;
        }
        ended = true;
        return true;
    }

    /** Returns whether another record follows. */
    abstract boolean hasNext() throws IOException;

    abstract JsonNode next() throws IOException;

    /** Records the location of an error. */
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

    /** Limits the size of each record, for parsers without such a limit. */
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
                throw new DatasetException("is longer than " + MAX_BYTES
                        + " bytes, the maximum for a record; shorten or remove it, or close an open quote or bracket");
            }
        }
    }
}

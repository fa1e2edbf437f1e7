package dev.llmbench.dataset.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmbench.plan.DatasetException;
import java.io.Closeable;
import java.io.IOException;

/**
 * A file's records one by one, whatever its format. {@link #content} throws for a record that can't be read; the next one may
 * still be read.
 */
public interface Records extends Closeable {
    /** The most bytes of one record; an image in a message takes a few million. */
    int MAX_BYTES = 16 << 20;

    /** Moves to the next record; false at the end. */
    boolean advance() throws IOException;

    /** The number of the current record, counted from 1, which is its id if it has none. */
    int number();

    /** Where the current record is, such as {@code line 5}. */
    String place();

    /**
     * The current record.
     *
     * @throws DatasetException if it can't be read; says why and what to do, but not the place
     */
    JsonNode content() throws IOException;
}

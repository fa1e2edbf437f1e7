package dev.llmbench.dataset.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmbench.plan.DatasetException;
import java.io.Closeable;
import java.io.IOException;

/**
 * The records of a file one by one, whatever its format. {@link #content} throws an exception for a record that can't
 * be read; the next one may still be readable.
 */
public interface Records extends Closeable {
    /** The maximum number of bytes of a record; an image in a message takes a few million. */
    int MAX_BYTES = 16 << 20;

    /** Moves to the next record; returns false at the end. */
    boolean advance() throws IOException;

    /** Returns the number of the current record, counted from 1, which is its id if it has none. */
    int number();

    /** Returns where the current record is, such as {@code line 5}. */
    String place();

    /**
     * Returns the current record.
     *
     * @throws DatasetException if it can't be read; the message says why and what to do, but not where
     */
    JsonNode content() throws IOException;
}

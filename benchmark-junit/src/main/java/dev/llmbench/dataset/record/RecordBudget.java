package dev.llmbench.dataset.record;

import dev.llmbench.plan.DatasetException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Holds a reader that knows no limit of its own to the most bytes of one record. */
final class RecordBudget extends FilterInputStream {
    private long left = Records.MAX_BYTES;

    RecordBudget(InputStream in) {
        super(in);
    }

    /** A record begins. */
    void renew() {
        left = Records.MAX_BYTES;
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
                    "is longer than " + Records.MAX_BYTES
                            + " bytes, the most for one record; shorten or remove it, or close what is open: a quote, a bracket");
        }
    }
}

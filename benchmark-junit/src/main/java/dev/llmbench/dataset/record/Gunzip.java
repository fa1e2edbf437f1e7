package dev.llmbench.dataset.record;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Decompresses gzip. Stops if the content expands far more than any text does. */
public final class Gunzip extends FilterInputStream {
    static final int MOST_TIMES = 200;
    /** Short files may be compressed more strongly than that. */
    static final long ALWAYS_ALLOWED = 64 << 20;

    private static final int BUFFER = 1 << 16;

    private final Counting packed;
    private long unpacked;

    private Gunzip(Counting packed) throws IOException {
        super(new GZIPInputStream(packed, BUFFER));
        this.packed = packed;
    }

    /** Thrown if the content cannot be decompressed. The message says why and what to do. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }

        static Refused damaged(IOException e) {
            Refused refused = new Refused("it is compressed with gzip, but is truncated or damaged (" + e
                    + "); fetch or compress it again, and check it with gunzip -t");
            refused.initCause(e);
            return refused;
        }
    }

    /** Returns the content, decompressed if it starts like gzip. The result supports marks. */
    public static BufferedInputStream ifPacked(InputStream in) throws IOException {
        BufferedInputStream content = new BufferedInputStream(in, BUFFER);
        content.mark(2);
        boolean packed = content.read() == 0x1f && content.read() == 0x8b;
        content.reset();
        return packed ? new BufferedInputStream(unpacked(content), BUFFER) : content;
    }

    private static Gunzip unpacked(InputStream packed) throws IOException {
        try {
            return new Gunzip(new Counting(packed));
        } catch (EOFException | ZipException e) {
            throw Refused.damaged(e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read;
        try {
            read = super.read(bytes, offset, length);
        } catch (EOFException | ZipException e) {
            throw Refused.damaged(e);
        }
        unpacked += Math.max(0, read);
        if (unpacked > ALWAYS_ALLOWED && unpacked / MOST_TIMES > packed.count) {
            throw new Refused("it unpacks to more than " + MOST_TIMES
                    + " times its size, like a malicious file; unpack it manually if you trust it");
        }
        return read;
    }

    private static final class Counting extends FilterInputStream {
        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}

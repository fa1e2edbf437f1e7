package dev.llmbench.dataset.record;

import dev.llmbench.plan.DatasetException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads lines of strict UTF-8 one by one; a line that is too long or malformed is skipped, and the next one can still be read. */
final class LineReader implements Closeable {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final InputStream in;
    private final int maxLineBytes;
    private final byte[] chunk = new byte[1 << 16];
    private int chunkLength;
    private int position;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean tooLong;
    private int number;

    LineReader(InputStream in, int maxLineBytes) {
        this.in = in;
        this.maxLineBytes = maxLineBytes;
    }

    /** Moves to the next line; false at the end. */
    boolean advance() throws IOException {
        line.reset();
        tooLong = false;
        if (!fill()) {
            return false;
        }
        number++;
        do {
            int start = position;
            while (position < chunkLength && chunk[position] != '\n') {
                position++;
            }
            keep(start, position - start);
            if (position < chunkLength) {
                position++;
                return true;
            }
        } while (fill());
        return true;
    }

    /** The number of the current line, counted from 1. */
    int number() {
        return number;
    }

    /**
     * The current line without its end.
     *
     * @throws DatasetException if the line is too long or not UTF-8
     */
    String text() {
        if (tooLong) {
            throw new DatasetException(
                    "is longer than " + maxLineBytes + " bytes, the most for one line; shorten or remove it");
        }
        String text = decode();
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        return number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean fill() throws IOException {
        if (position < chunkLength) {
            return true;
        }
        position = 0;
        chunkLength = Math.max(0, in.read(chunk));
        return chunkLength > 0;
    }

    private void keep(int start, int length) {
        tooLong |= line.size() + length > maxLineBytes;
        if (!tooLong) {
            line.write(chunk, start, length);
        }
    }

    private String decode() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DatasetException("has bytes that are not UTF-8; save the file in UTF-8", e);
        }
    }
}

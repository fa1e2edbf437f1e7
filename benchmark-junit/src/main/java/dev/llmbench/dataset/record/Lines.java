package dev.llmbench.dataset.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.llmbench.plan.DatasetException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One record per line of strict UTF-8. Blank lines are skipped. The lines after one that is too long or malformed can
 * still be read.
 */
public final class Lines implements Records {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final InputStream in;
    private final Function<String, JsonNode> parser;
    private final int maxLineBytes;
    private final byte[] chunk = new byte[1 << 16];
    private int chunkLength;
    private int position;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean tooLong;
    private int number;
    private String text = "";
    private @Nullable DatasetException fault;

    Lines(InputStream in, Function<String, JsonNode> parser, int maxLineBytes) {
        this.in = in;
        this.parser = parser;
        this.maxLineBytes = maxLineBytes;
    }

    public static Lines ofJson(InputStream in) {
        return new Lines(in, StrictJson::parse, MAX_BYTES);
    }

    public static Lines ofText(InputStream in) {
        return new Lines(in, TextNode::valueOf, MAX_BYTES);
    }

    @Override
    public boolean advance() throws IOException {
        while (readLine()) {
            try {
                fault = null;
                text = text();
            } catch (DatasetException e) {
                fault = e;
            }
            if (fault != null || !text.isBlank()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public String place() {
        return "line " + number;
    }

    @Override
    public JsonNode content() {
        if (fault != null) {
            throw fault;
        }
        return parser.apply(text);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Moves to the next line; returns false at the end. */
    private boolean readLine() throws IOException {
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

    /** Returns the current line without its line break. */
    private String text() {
        if (tooLong) {
            throw new DatasetException(
                    "is longer than " + maxLineBytes + " bytes, the maximum for a line; shorten or remove it");
        }
        String text = decode();
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        return number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
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

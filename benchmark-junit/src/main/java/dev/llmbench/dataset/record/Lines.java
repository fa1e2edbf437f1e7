package dev.llmbench.dataset.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.llmbench.plan.DatasetException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A record a line; blank lines are none. */
public final class Lines implements Records {
    private final LineReader lines;
    private final Function<String, JsonNode> parser;
    private String text = "";
    private @Nullable DatasetException fault;

    private Lines(InputStream in, Function<String, JsonNode> parser) {
        this.lines = new LineReader(in, MAX_BYTES);
        this.parser = parser;
    }

    public static Lines ofJson(InputStream in) {
        return new Lines(in, StrictJson::parse);
    }

    public static Lines ofText(InputStream in) {
        return new Lines(in, TextNode::valueOf);
    }

    @Override
    public boolean advance() throws IOException {
        while (lines.advance()) {
            if (!isBlank()) {
                return true;
            }
        }
        return false;
    }

    private boolean isBlank() {
        try {
            text = lines.text();
            fault = null;
            return text.isBlank();
        } catch (DatasetException e) {
            fault = e;
            return false;
        }
    }

    @Override
    public int number() {
        return lines.number();
    }

    @Override
    public String place() {
        return "line " + lines.number();
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
        lines.close();
    }
}

package dev.llmbench.openai;

import dev.llmbench.metric.Outcome;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Reads a body that is one JSON object: an answer that is not streamed. It has no moments but its end. */
final class WholeAnswer extends Answer {
    private static final int LARGEST_BODY = 64 * 1024 * 1024;

    private final ChunkReader json;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(1024);

    WholeAnswer(ChunkReader json, @Nullable OutputListener output) {
        super(output);
        this.json = json;
    }

    @Override
    void read(byte[] bytes, int from, int to, long now) {
        if (body.size() + to - from > LARGEST_BODY) {
            fail(Outcome.MALFORMED, "the body is larger than " + LARGEST_BODY + " bytes");
            giveUp();
        } else {
            body.write(bytes, from, to - from);
        }
    }

    @Override
    void end(long now) {
        if (hasFailed()) {
            return;
        }
        byte[] bytes = body.toByteArray();
        String flaw = json.read(bytes, 0, bytes.length, facts, output);
        if (flaw != null) {
            fail(Outcome.MALFORMED, "the body is not a JSON object: " + flaw);
        } else if (facts.error != null) {
            fail(Outcome.IN_BAND, ErrorText.of(facts.error));
        } else if (!facts.content && !facts.reasoning) {
            fail(Outcome.EMPTY, "the answer held no output");
        }
    }
}

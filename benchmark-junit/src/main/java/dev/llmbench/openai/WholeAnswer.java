package dev.llmbench.openai;

import dev.llmbench.metric.Outcome;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Reads a body that is no stream: an answer that is not streamed. It has no moments but its end. */
final class WholeAnswer extends Answer {
    private static final int LARGEST_BODY = 64 * 1024 * 1024;

    private final EventReader reader;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(1024);

    WholeAnswer(EventReader reader, @Nullable OutputListener output) {
        super(output);
        this.reader = reader;
    }

    @Override
    void read(byte[] bytes, int from, int to, long now, long late) {
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
        String flaw = reader.read(bytes, 0, bytes.length, facts, output);
        if (flaw != null) {
            fail(Outcome.MALFORMED, "the body is " + flaw);
        } else if (facts.error != null) {
            fail(Outcome.IN_BAND, ErrorText.of(facts.error));
        } else if (!facts.content && !facts.reasoning) {
            fail(Outcome.EMPTY, "the answer held no output");
        }
    }
}

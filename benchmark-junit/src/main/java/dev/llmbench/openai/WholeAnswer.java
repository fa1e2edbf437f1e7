package dev.llmbench.openai;

import static dev.llmbench.sample.Moments.ABSENT;

import dev.llmbench.sample.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer that is not streamed. Its only moments are the first byte of its document and its end. White space
 * before the document, which keeps a connection alive, does not count.
 */
final class WholeAnswer extends Answer {
    private static final int LARGEST_BODY = 64 * 1024 * 1024;
    private static final int MOST_QUOTED = 8 * 1024;

    private final EventReader reader;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(1024);

    WholeAnswer(EventReader reader, @Nullable OutputListener output) {
        super(output);
        this.reader = reader;
    }

    @Override
    void read(byte[] bytes, int from, int to, long now, long late) {
        int start = body.size() > 0 ? from : Blanks.end(bytes, from, to);
        if (start == to) {
            return;
        }
        if (firstEvent == ABSENT) {
            firstEvent = now;
            lateFirst = late;
        }
        if (body.size() + to - start > LARGEST_BODY) {
            fail(Outcome.MALFORMED, "the body is larger than " + LARGEST_BODY + " bytes");
            giveUp();
        } else {
            body.write(bytes, start, to - start);
        }
    }

    @Override
    void end(long now) {
        if (hasFailed()) {
            return;
        }
        byte[] bytes = body.toByteArray();
        if (bytes.length == 0) {
            fail(Outcome.MALFORMED, emptyBody() + " instead of a JSON object");
            return;
        }
        int start = Blanks.afterByteOrderMark(bytes);
        String flaw = reader.read(bytes, start, bytes.length, facts, output);
        if (flaw != null) {
            UnreadableEvent.of(bytes, start, bytes.length, flaw, "").fail(this, "the body is ");
            return;
        }
        facts.settle();
        facts.content |= facts.unknown;
        if (facts.error != null) {
            fail(Outcome.IN_BAND, ErrorText.of(facts.error));
        }
        failByFinishReason();
        if (!hasFailed() && !hasOutput() && counted().output() <= 0) {
            fail(Outcome.EMPTY, saysStatus("the answer contained no output: " + quote(bytes, start)));
        }
    }

    private static String quote(byte[] bytes, int start) {
        int length = Math.min(bytes.length - start, MOST_QUOTED);
        return ErrorText.quote(new String(bytes, start, length, StandardCharsets.UTF_8));
    }
}

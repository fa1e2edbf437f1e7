package dev.llmbench.openai;

import dev.llmbench.http.ResponseHead;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chooses how a response is read, by its status and content type. */
final class AnswerReaders {
    private static final String EVENTS = "text/event-stream";
    private static final String JSON = "application/json";

    private final boolean streaming;
    private final boolean keepsText;
    private final ThreadLocal<ChunkReader> readers = ThreadLocal.withInitial(ChunkReader::new);

    /**
     * Readers of responses that are streams, or that are not.
     *
     * @param keepsText whether the generated text is to be counted or answered afterwards
     */
    AnswerReaders(boolean streaming, boolean keepsText) {
        this.streaming = streaming;
        this.keepsText = keepsText;
    }

    Answer forResponse(ResponseHead head) {
        if (head.status() < 200 || head.status() > 299) {
            return RefusedAnswer.status(head);
        }
        if (isEncoded(head)) {
            return RefusedAnswer.encoded(head);
        }
        String contentType = head.contentType();
        String due = streaming ? EVENTS : JSON;
        // A missing type is no wrong one.
        if (contentType != null && !isOf(contentType, due)) {
            return RefusedAnswer.contentType(contentType, due);
        }
        @Nullable OutputText text = keepsText ? new OutputText() : null;
        return streaming ? new StreamedAnswer(readers.get(), text) : new WholeAnswer(readers.get(), text);
    }

    /** Nobody asks for an encoding: taking it off would count as the server's time. */
    static boolean isEncoded(ResponseHead head) {
        String encoding = head.contentEncoding();
        return encoding != null && !encoding.isEmpty() && !encoding.equalsIgnoreCase("identity");
    }

    private static boolean isOf(String contentType, String due) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals(due) || (due.equals(JSON) && type.endsWith("+json"));
    }
}

package dev.llmbench.openai;

import dev.llmbench.http.ResponseHead;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.RequestOptions;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Chooses how a response is read, by its status and content type. */
final class AnswerReaders {
    private static final String EVENTS = "text/event-stream";
    private static final String JSON = "application/json";
    private static final String HTML = "text/html";
    private static final Set<String> LINES = Set.of(
            "application/x-ndjson",
            "application/ndjson",
            "application/jsonl",
            "application/x-jsonlines",
            "application/jsonlines",
            "application/stream+json");

    private final boolean streaming;
    private final boolean own;
    private final boolean keepsText;
    private final ThreadLocal<EventReader> readers;

    /**
     * Creates readers for the answers to requests with these options.
     *
     * @param keepsText whether the generated text is needed afterwards, to count it or to continue a conversation
     */
    AnswerReaders(RequestOptions options, boolean keepsText) {
        this.streaming = options.streaming();
        this.own = options.promptType() == PromptType.OWN;
        this.keepsText = keepsText;
        this.readers = ThreadLocal.withInitial(readers(options));
    }

    private static Supplier<EventReader> readers(RequestOptions options) {
        return switch (options.promptType()) {
            case FULL, CHAT -> () -> new ChunkReader(options.streaming());
            case RESPONSES -> () -> new ResponsesReader(options.streaming());
            case EMBEDDINGS -> EmbeddingsReader::new;
            case OWN -> () -> new OwnReader(OwnRequests.code(options));
        };
    }

    /** Returns the value of the requests' {@code Accept} header. */
    String accepted() {
        if (own) {
            return streaming ? EVENTS + ", application/x-ndjson, " + JSON + ";q=0.5" : JSON + ", text/plain;q=0.5";
        }
        return streaming ? EVENTS : JSON;
    }

    Answer forResponse(ResponseHead head) {
        Answer answer = reader(head);
        answer.status = head.status();
        return answer;
    }

    private Answer reader(ResponseHead head) {
        if (head.status() < 200 || head.status() > 299) {
            return RefusedAnswer.status(head);
        }
        if (isEncoded(head)) {
            return RefusedAnswer.encoded(head);
        }
        String contentType = head.contentType();
        String due = due(contentType);
        if (due != null) {
            return RefusedAnswer.contentType(head, due, streaming);
        }
        @Nullable OutputText text = keepsText ? new OutputText() : null;
        return streaming
                ? new StreamedAnswer(readers.get(), text, contentType != null && LINES.contains(type(contentType)))
                : new WholeAnswer(readers.get(), text);
    }

    /** Returns the expected content type if this one is wrong; null if it is right or missing. */
    private @Nullable String due(@Nullable String contentType) {
        if (contentType == null) {
            return null;
        }
        String type = type(contentType);
        if (streaming) {
            boolean fits = type.equals(EVENTS) || (own && LINES.contains(type));
            return fits ? null : own ? EVENTS + " or lines of JSON" : EVENTS;
        }
        boolean fits = type.equals(JSON) || type.endsWith("+json") || (own && !type.equals(HTML));
        return fits ? null : JSON;
    }

    /**
     * Returns whether the body is encoded. No encoding is requested, since the time to decode would count as the
     * server's.
     */
    static boolean isEncoded(ResponseHead head) {
        String encoding = head.contentEncoding();
        return encoding != null && !encoding.isEmpty() && !encoding.equalsIgnoreCase("identity");
    }

    private static String type(String contentType) {
        return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}

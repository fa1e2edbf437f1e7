package dev.llmbench.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.RequestOptions;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * A response in the format that requests expect.
 *
 * @param contentType the content type
 * @param pieces the parts of the body, which are sent one after another
 */
record WarmUpAnswer(String contentType, List<byte[]> pieces) {
    private static final int TOKENS = 20;
    private static final int DIMENSIONS = 256;
    private static final String TEXT = " warm".repeat(TOKENS);
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":" + TOKENS
            + ",\"total_tokens\":" + (TOKENS + 2) + "}";
    private static final String RESPONSES_USAGE =
            "\"usage\":{\"input_tokens\":2,\"output_tokens\":" + TOKENS + ",\"total_tokens\":" + (TOKENS + 2) + "}";

    static WarmUpAnswer to(RequestOptions request) {
        PromptType type = request.promptType();
        if (!request.streaming()) {
            return new WarmUpAnswer("application/json", List.of(whole(type).getBytes(UTF_8)));
        }
        Stream<String> events = type == PromptType.RESPONSES ? responsesEvents() : chatEvents();
        return new WarmUpAnswer(
                "text/event-stream",
                events.map(event -> ("data: " + event + "\n\n").getBytes(UTF_8)).toList());
    }

    private static Stream<String> chatEvents() {
        return events(
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\" warm\"},\"finish_reason\":null}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
                "{\"choices\":[]," + USAGE + "}",
                "[DONE]");
    }

    private static Stream<String> responsesEvents() {
        return events(
                "{\"type\":\"response.output_text.delta\",\"item_id\":\"msg_1\",\"delta\":\" warm\"}",
                "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"," + RESPONSES_USAGE + "}}");
    }

    private static Stream<String> events(String token, String... end) {
        return Stream.concat(Collections.nCopies(TOKENS, token).stream(), Stream.of(end));
    }

    private static String whole(PromptType type) {
        return switch (type) {
            case RESPONSES ->
                "{\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\""
                        + TEXT + "\"}]}]," + RESPONSES_USAGE + "}";
            case EMBEDDINGS ->
                "{\"data\":[{\"index\":0,\"embedding\":["
                        + String.join(",", Collections.nCopies(DIMENSIONS, "0.0123456789")) + "]}]," + USAGE + "}";
            case FULL, CHAT, OWN ->
                "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + TEXT
                        + "\"},\"finish_reason\":\"stop\"}]," + USAGE + "}";
        };
    }
}

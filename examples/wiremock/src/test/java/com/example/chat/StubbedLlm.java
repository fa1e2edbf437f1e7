package com.example.chat;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import java.time.Duration;

/** Stubs that answer like an OpenAI-compatible server: server-sent events, spread over time. */
final class StubbedLlm {
    private static final int TOKENS = 20;

    private StubbedLlm() {}

    /** A stream of twenty tokens: the head after the delay, the rest in pieces spread over the given time. */
    static MappingBuilder streaming(Duration delay, Duration spread) {
        return post(urlPathEqualTo("/v1/chat/completions"))
                .willReturn(aResponse()
                        .withHeader("Content-Type", "text/event-stream")
                        .withBody(stream())
                        .withFixedDelay((int) delay.toMillis())
                        .withChunkedDribbleDelay(TOKENS, (int) spread.toMillis()));
    }

    private static String stream() {
        StringBuilder stream = new StringBuilder();
        event(stream, "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
        for (int i = 0; i < TOKENS; i++) {
            event(stream, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\" word\"}}]}");
        }
        event(stream, "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
        event(stream, "{\"choices\":[],\"usage\":{\"prompt_tokens\":50,\"completion_tokens\":" + TOKENS + "}}");
        event(stream, "[DONE]");
        return stream.toString();
    }

    private static void event(StringBuilder stream, String data) {
        stream.append("data: ").append(data).append("\n\n");
    }
}

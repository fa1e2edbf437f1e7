package com.example.apis;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers as the servers send them, in pieces. */
final class Played {
    private static final int PIECES = 4;
    private static final int MILLIS = 60;

    private Played() {}

    static ResponseDefinitionBuilder stream(String contentType, String body) {
        return aResponse()
                .withHeader("Content-Type", contentType)
                .withBody(body)
                .withChunkedDribbleDelay(PIECES, MILLIS);
    }

    static ResponseDefinitionBuilder json(String body) {
        return aResponse()
                .withHeader("Content-Type", "application/json")
                .withFixedDelay(MILLIS)
                .withBody(body);
    }

    /** Events whose type stands in their data, too. */
    static String events(String... data) {
        return Stream.of(data)
                .map(json ->
                        "event: " + json.replaceFirst("^\\{\"type\":\"([^\"]+)\".*", "$1") + "\ndata: " + json + "\n\n")
                .collect(Collectors.joining());
    }
}

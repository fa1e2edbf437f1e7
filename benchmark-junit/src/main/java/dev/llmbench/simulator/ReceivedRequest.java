package dev.llmbench.simulator;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One complete HTTP request.
 *
 * @param headers the headers by name in lower case; the last one if a header is repeated
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ReceivedRequest(String method, String target, Map<String, String> headers, byte[] body) {

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName)).filter(value -> !value.isEmpty());
    }

    boolean closes() {
        return header("connection")
                .map(value -> value.toLowerCase(Locale.ROOT).contains("close"))
                .orElse(false);
    }
}

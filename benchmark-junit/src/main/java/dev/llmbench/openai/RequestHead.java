package dev.llmbench.openai;

import dev.llmbench.http.HttpHead;
import dev.llmbench.http.HttpRequest;
import dev.llmbench.http.Origin;
import dev.llmbench.http.ProxyRoute;
import dev.llmbench.plan.Secret;
import dev.llmbench.plan.Secrets;
import dev.llmbench.plan.Target;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The part of the head that all requests of a run have in common. */
final class RequestHead {
    private static final String JSON = "application/json";
    private static final int MOST_LOOKED_AT = 16 * 1024;

    private final Secrets secrets;
    private final Origin origin;
    private final HttpHead common;

    RequestHead(Target target, String accepted) {
        URI url = target.endpoint();
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        this.secrets = target.secrets();
        this.origin = Origin.of(url).named(target.namedHost());
        Optional<ProxyRoute> via = via(target).filter(proxy -> !proxy.socks() && !origin.encrypted());
        String whole = via.isPresent() ? "http://" + url.getRawAuthority() + path : path;
        this.common = HttpHead.post(
                target.namedHost(),
                whole + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()),
                headers(target, accepted, via));
    }

    /** Returns the headers. The user's own replace those that are always sent. */
    private static Map<String, String> headers(Target target, String accepted, Optional<ProxyRoute> via) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Accept", accepted);
        headers.put("Connection", target.keepAlive() ? "keep-alive" : "close");
        headers.put("Content-Type", JSON);
        headers.put("User-Agent", "benchmark-junit");
        target.apiKey().ifPresent(key -> headers.put("Authorization", "Bearer " + key.reveal()));
        target.headers().forEach((name, value) -> headers.put(name, value.reveal()));
        headers.remove("Host");
        via.map(ProxyRoute::authorization)
                .filter(credentials -> !credentials.isEmpty())
                .ifPresent(credentials -> headers.put("Proxy-Authorization", credentials));
        return headers;
    }

    static Optional<ProxyRoute> via(Target target) {
        return target.reach()
                .proxy()
                .map(proxy -> new ProxyRoute(
                        proxy.socks(),
                        proxy.host().replaceAll("^\\[|]$", ""),
                        proxy.port(),
                        proxy.user().orElse(""),
                        proxy.password().map(Secret::reveal).orElse("")));
    }

    Origin origin() {
        return origin;
    }

    HttpRequest request(String id, byte[] body) {
        return new HttpRequest(common, id, body);
    }

    String masked(String text) {
        String begun = text.length() <= MOST_LOOKED_AT ? text : text.substring(0, MOST_LOOKED_AT);
        return secrets.piecesMaskedIn(ErrorText.cut(secrets.maskedIn(begun)));
    }
}

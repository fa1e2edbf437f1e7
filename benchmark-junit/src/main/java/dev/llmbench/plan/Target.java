package dev.llmbench.plan;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where requests go and how long they may take.
 *
 * <pre>{@code
 * String endpoint = result.plan().target().shownEndpoint();
 * }</pre>
 *
 * @param endpoint the whole URL, such as {@code http://localhost:8000/v1/chat/completions}
 * @param apiKey sent as {@code Authorization: Bearer}; never shown
 * @param headers further headers, by name; values are never shown
 * @param connectTimeout how long opening a connection may take
 * @param requestTimeout how long a request may take from its dispatch to the end of the response
 * @param idleTimeout how long nothing of a response may come until the request is ended; empty for as long as it may take
 * @param trust which certificates of the server are trusted
 * @param httpVersion which version of HTTP is asked for
 * @param keepAlive whether a connection is used for further requests; else each request opens one
 * @param reach what stands between the load generator and the endpoint
 */
public record Target(
        URI endpoint,
        Optional<Secret> apiKey,
        Map<String, Secret> headers,
        Duration connectTimeout,
        Duration requestTimeout,
        Optional<Duration> idleTimeout,
        TlsTrust trust,
        HttpVersion httpVersion,
        boolean keepAlive,
        Reach reach) {

    private static final List<String> OWN_HEADERS =
            List.of("content-length", "content-type", "transfer-encoding", "connection", "x-request-id", "expect");

    public Target {
        headers = Map.copyOf(headers);
        requireHttp("endpoint", endpoint);
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("requestTimeout", requestTimeout);
        idleTimeout.ifPresent(timeout -> requirePositive("idleTimeout", timeout));
        if (!keepAlive && httpVersion == HttpVersion.HTTP_2) {
            throw ConfigurationException.saying(
                    "keepAlive = false opens a connection for each request, and in HTTP/2 requests share one."
                            + " Leave httpVersion out, or keepAlive.");
        }
        if (httpVersion == HttpVersion.HTTP_2
                && "http".equals(endpoint.getScheme())
                && reach.proxy().filter(proxy -> !proxy.socks()).isPresent()) {
            throw ConfigurationException.saying("Without TLS an HTTP proxy carries HTTP/1.1 alone."
                    + " Leave httpVersion out, name an https endpoint, or write proxy = \"none\".");
        }
        headers.forEach(Target::requireHeader);
        apiKey.ifPresent(key -> {
            if (key.reveal().isBlank() || !isVisibleAscii(key.reveal())) {
                throw ConfigurationException.of(
                        "apiKey",
                        Secret.MASK,
                        "a key is visible ASCII without blanks or line ends",
                        "Check its source");
            }
        });
    }

    /** A target in HTTP/1.1 whose certificate has to be one that the JVM trusts, and that may be silent as long as a request may take. */
    public Target(
            URI endpoint,
            Optional<Secret> apiKey,
            Map<String, Secret> headers,
            Duration connectTimeout,
            Duration requestTimeout) {
        this(
                endpoint,
                apiKey,
                headers,
                connectTimeout,
                requestTimeout,
                Optional.empty(),
                TlsTrust.USUAL,
                HttpVersion.HTTP_1_1);
    }

    /** A target whose connections are kept alive. */
    public Target(
            URI endpoint,
            Optional<Secret> apiKey,
            Map<String, Secret> headers,
            Duration connectTimeout,
            Duration requestTimeout,
            Optional<Duration> idleTimeout,
            TlsTrust trust,
            HttpVersion httpVersion) {
        this(
                endpoint,
                apiKey,
                headers,
                connectTimeout,
                requestTimeout,
                idleTimeout,
                trust,
                httpVersion,
                true,
                Reach.DIRECT);
    }

    /** The same with another endpoint. */
    public Target at(URI other) {
        return new Target(
                other,
                apiKey,
                headers,
                connectTimeout,
                requestTimeout,
                idleTimeout,
                trust,
                httpVersion,
                keepAlive,
                reach);
    }

    /**
     * The endpoint that this one is compared with, asked in the same way. The API key, and headers that look like credentials,
     * go to the same host alone, and never without TLS where this endpoint has it: whoever runs the other endpoint must not
     * learn them unasked.
     *
     * @param other the other endpoint's URL
     * @param ownKey the API key given for it; empty for none
     * @param reachOf what stands between the load generator and an endpoint
     * @throws ConfigurationException if the URL is no endpoint
     */
    public Target compared(URI other, Optional<Secret> ownKey, Function<URI, Reach> reachOf) {
        requireHttp("against", other);
        boolean trusted = other.getHost().equalsIgnoreCase(endpoint.getHost())
                && (other.getScheme().equals("https") || endpoint.getScheme().equals("http"));
        Map<String, Secret> shared = new LinkedHashMap<>(headers);
        if (!trusted) {
            shared.keySet().removeIf(name -> Secrets.namesCredential(name) || name.equalsIgnoreCase("host"));
        }
        return new Target(
                other,
                ownKey.or(() -> trusted ? apiKey : Optional.empty()),
                shared,
                connectTimeout,
                requestTimeout,
                idleTimeout,
                trust,
                httpVersion,
                keepAlive,
                reachOf.apply(other));
    }

    private static void requireHttp(String attribute, URI endpoint) {
        String scheme = endpoint.getScheme();
        String authority = endpoint.getAuthority();
        if (endpoint.getHost() == null && authority != null && authority.contains("_")) {
            throw ConfigurationException.of(
                    attribute,
                    withoutSecrets(endpoint),
                    "the name of a host has no underscore",
                    "Give the server a name with a dash, such as a network alias, or write its IP address");
        }
        if (endpoint.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw ConfigurationException.of(
                    attribute,
                    withoutSecrets(endpoint),
                    "an endpoint is a whole http or https URL with a host",
                    "Write for example http://localhost:8000/v1/chat/completions");
        }
        if (endpoint.getUserInfo() != null) {
            throw ConfigurationException.of(
                    attribute,
                    withoutSecrets(endpoint),
                    "an endpoint carries no user info",
                    "Give credentials by apiKey or headers");
        }
    }

    private static void requirePositive(String attribute, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw ConfigurationException.of(
                    attribute, Durations.format(duration), "a timeout is longer than nothing", "Write for example 10s");
        }
    }

    private static void requireHeader(String name, Secret value) {
        if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw ConfigurationException.of(
                    "headers", name, "this is no header name", "Write \"Name: value\" with a plain name");
        }
        if (OWN_HEADERS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
            throw ConfigurationException.of(
                    "headers", name, "this header is set by the load generator itself", "Leave it out");
        }
        if (name.equalsIgnoreCase("host") && !value.reveal().matches("[A-Za-z0-9._-]+(:[0-9]{1,5})?")) {
            throw ConfigurationException.of(
                    "headers",
                    "Host",
                    "its value is a host's name, with a port or without",
                    "Write for example Host: api.example");
        }
        if (!isVisibleAscii(value.reveal().replace(" ", "").replace("\t", ""))) {
            throw ConfigurationException.of(
                    "headers", name + ": " + Secret.MASK, "a header value is ASCII on one line", "Check its source");
        }
    }

    private static boolean isVisibleAscii(String text) {
        return text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    /** The host as requests name it, and certificates have to: what the header {@code Host} says, else that of the endpoint. */
    public String namedHost() {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("host"))
                .map(header -> header.getValue().reveal())
                .findFirst()
                .orElse(endpoint.getPort() < 0 ? endpoint.getHost() : endpoint.getHost() + ":" + endpoint.getPort());
    }

    /** What carries the requests: event loops of the load generator's own, or Apache HttpClient for what they do not do. */
    public String transport() {
        return isForEventLoops() ? "event loops" : "Apache HttpClient";
    }

    /** Whether event loops of the load generator's own carry the requests. */
    public boolean isForEventLoops() {
        return httpVersion == HttpVersion.HTTP_1_1 && reach.proxy().isEmpty();
    }

    /** Whether nobody knows who answers, since any certificate is taken for good. */
    public boolean isUnverified() {
        return trust.isInsecure() && "https".equals(endpoint.getScheme());
    }

    /** The endpoint as it may be shown: no user info, and no values in the query that could be keys. */
    public String shownEndpoint() {
        return withoutSecrets(endpoint);
    }

    private static String withoutSecrets(URI uri) {
        return Secrets.shownUrl(uri.toString());
    }

    /** What must not be shown, to be asked for once where there are many texts. */
    public Secrets secrets() {
        return Secrets.of(this);
    }

    /** The text with every secret of this target masked, for whatever a server sends back. */
    public String masked(String text) {
        return secrets().maskedIn(text);
    }

    @Override
    public String toString() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("endpoint", shownEndpoint());
        shown.put("headers", headers.keySet());
        shown.put("connectTimeout", Durations.format(connectTimeout));
        shown.put("requestTimeout", Durations.format(requestTimeout));
        idleTimeout.ifPresent(timeout -> shown.put("idleTimeout", Durations.format(timeout)));
        if (!keepAlive) {
            shown.put("keepAlive", false);
        }
        return Objects.toString(shown);
    }
}

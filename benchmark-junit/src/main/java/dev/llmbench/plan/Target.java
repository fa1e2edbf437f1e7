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
 * The endpoint, and how requests are sent to it.
 *
 * <pre>{@code
 * String endpoint = result.plan().target().shownEndpoint();
 * }</pre>
 *
 * @param endpoint the whole URL, such as {@code http://localhost:8000/v1/chat/completions}
 * @param apiKey sent as {@code Authorization: Bearer}; never shown
 * @param headers further headers, by name; values are never shown
 * @param connectTimeout how long opening a connection may take
 * @param requestTimeout the maximum time from the dispatch of a request to the end of its response
 * @param idleTimeout the maximum time without any byte of the response; empty for the request timeout
 * @param trust the certificates that are trusted
 * @param httpVersion the version of HTTP
 * @param keepAlive whether connections are reused for further requests; otherwise each request opens a new one
 * @param reach the proxy and the client certificate
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
                    "keepAlive = false opens a connection for each request, but in HTTP/2 requests share one."
                            + " Leave httpVersion out, or keepAlive.");
        }
        if (httpVersion == HttpVersion.HTTP_2
                && "http".equals(endpoint.getScheme())
                && reach.proxy().filter(proxy -> !proxy.socks()).isPresent()) {
            throw ConfigurationException.saying("Without TLS an HTTP proxy supports only HTTP/1.1. Leave"
                    + " httpVersion out, name an https endpoint, or write proxy = \"none\".");
        }
        headers.forEach(Target::requireHeader);
        apiKey.ifPresent(key -> {
            if (key.reveal().isBlank() || !isVisibleAscii(key.reveal())) {
                throw ConfigurationException.of(
                        "apiKey",
                        Secret.MASK,
                        "a key is visible ASCII without spaces or line breaks",
                        "Check its source");
            }
        });
    }

    /** A target in HTTP/1.1 without an idle timeout, whose certificate must be one that the JVM trusts. */
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
                TlsTrust.OF_THE_JVM,
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

    /** Returns this target with another endpoint. */
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
     * Returns the target that this one is compared with, which is called in the same way. The API key and headers that look
     * like credentials are sent only to the same host, and never without TLS if this endpoint has TLS: the operator of the
     * other endpoint must not learn them by accident.
     *
     * @param other the other endpoint's URL
     * @param ownKey the API key of the other endpoint; empty for none
     * @param reachOf returns how an endpoint is reached
     * @throws ConfigurationException if the URL is not an endpoint
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
                    "a host name cannot contain an underscore",
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
                    "an endpoint has no user info",
                    "Set credentials with apiKey or headers");
        }
    }

    private static void requirePositive(String attribute, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw ConfigurationException.of(
                    attribute, Durations.format(duration), "a timeout is above zero", "Write for example 10s");
        }
    }

    private static void requireHeader(String name, Secret value) {
        if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw ConfigurationException.of(
                    "headers", name, "this is not a header name", "Write \"Name: value\" with a plain name");
        }
        if (OWN_HEADERS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
            throw ConfigurationException.of(
                    "headers", name, "the load generator sets this header itself", "Leave it out");
        }
        if (name.equalsIgnoreCase("host") && !value.reveal().matches("[A-Za-z0-9._-]+(:[0-9]{1,5})?")) {
            throw ConfigurationException.of(
                    "headers",
                    "Host",
                    "its value is a host name with an optional port",
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

    /**
     * Returns the host that requests name and certificates must match: the header {@code Host} if it is set, otherwise the
     * endpoint's.
     */
    public String namedHost() {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("host"))
                .map(header -> header.getValue().reveal())
                .findFirst()
                .orElse(endpoint.getPort() < 0 ? endpoint.getHost() : endpoint.getHost() + ":" + endpoint.getPort());
    }

    /**
     * Returns the transport of the requests: the load generator's own event loops, or Apache HttpClient for what they do not
     * support.
     */
    public String transport() {
        return usesEventLoops() ? "event loops" : "Apache HttpClient";
    }

    /** Whether the load generator's own event loops send the requests. */
    public boolean usesEventLoops() {
        return httpVersion == HttpVersion.HTTP_1_1 && reach.proxy().isEmpty();
    }

    /** Whether the server is not authenticated, because any certificate is accepted. */
    public boolean isUnverified() {
        return trust.isInsecure() && "https".equals(endpoint.getScheme());
    }

    /** Returns the endpoint for display, with user info and query values that could be keys masked. */
    public String shownEndpoint() {
        return withoutSecrets(endpoint);
    }

    private static String withoutSecrets(URI uri) {
        return Secrets.shownUrl(uri.toString());
    }

    /** Returns the secrets in the requests. Computed on each call, so keep the result to mask many texts. */
    public Secrets secrets() {
        return Secrets.of(this);
    }

    /** Masks every secret of this target in a text that a server sent. */
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

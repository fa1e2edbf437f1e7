package dev.llmbench.run;

import dev.llmbench.openai.Call;
import dev.llmbench.openai.OpenAiClient;
import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Target;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.RunClock;
import dev.llmbench.sample.StallLog;
import dev.llmbench.sample.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Sends a single request before the load, which appears in no figure and no file. An endpoint that cannot be reached, or
 * that rejects the credentials or the request itself, would fail every request of the load too; anything else is for the
 * load to measure.
 */
public final class Probe {
    /** How long the response may take after connecting; a slower one is cut off, and the load starts. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final List<String> PROXIES =
            List.of("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy");
    private static final Set<String> KEY_HEADERS = Set.of("authorization", "x-api-key", "api-key");

    private static final String HTTP_2_WITHOUT_TLS =
            "Without TLS a server cannot offer HTTP/2, so it is used from the first byte: leave httpVersion"
                    + " out, or name an https endpoint.";

    private final LoadPlan plan;
    private final boolean withoutCredentials;

    public Probe(LoadPlan plan) {
        this(plan, Arm.CANDIDATE);
    }

    /** Creates a probe for one of the two endpoints of a comparison. */
    public Probe(LoadPlan plan, Arm arm) {
        this.plan = plan.of(arm);
        this.withoutCredentials =
                arm == Arm.BASELINE && plan.against().orElseThrow().isWithoutCredentialsOf(plan.target());
    }

    /**
     * Sends the request and waits for its end.
     *
     * @throws ConfigurationException if every request of the load would fail too
     */
    public void send(PreparedRequest request) throws InterruptedException {
        BlockingQueue<RequestSample> ended = new LinkedBlockingQueue<>();
        try (OpenAiClient client = new OpenAiClient(plan.target(), plan.request(), new StallLog(Ticker.system()))) {
            client.send(call(request), ended::add);
            RequestSample sample = ended.poll(patience().toMillis(), TimeUnit.MILLISECONDS);
            if (sample != null) {
                requirePossible(sample);
            }
        }
    }

    private Call call(PreparedRequest request) {
        String id = "probe-" + UUID.randomUUID();
        return new Call(id, plan.test(), 0, Phase.WARMUP, 0, request, RunClock.starting(Ticker.system()), 0);
    }

    private Duration patience() {
        Duration longest = plan.target().connectTimeout().plus(PATIENCE);
        Duration timeout = plan.target().requestTimeout();
        Duration own = timeout.compareTo(longest) < 0 ? timeout : longest;
        return plan.deadline().filter(deadline -> deadline.compareTo(own) < 0).orElse(own);
    }

    private void requirePossible(RequestSample sample) {
        Outcome outcome = sample.outcome();
        // An HTTP/1.1 server may close the connection before its response has been read.
        boolean noHttp2 = outcome == Outcome.MALFORMED
                || String.valueOf(sample.error()).contains("before the server's HTTP/2 settings");
        if (noHttp2 && sample.status() == 0 && isHttp2WithoutTls()) {
            throw refusal("does not support HTTP/2: " + sample.error(), HTTP_2_WITHOUT_TLS);
        }
        if (outcome == Outcome.CONNECT || outcome == Outcome.TLS) {
            throw refusal("cannot be reached (" + outcome.word() + "): " + sample.error(), unreachable(outcome));
        }
        // A busy server responds with 429, which is for the load to measure.
        if (sample.status() / 100 == 4 && sample.status() != 429) {
            throw refusal("rejected a request sent before the load: " + sample.error(), refused(sample));
        }
    }

    private ConfigurationException refusal(String what, String hint) {
        return ConfigurationException.saying(plan.target().shownEndpoint() + " " + what + ". " + hint
                + " The load was not started: nothing was measured. With probe = false it starts whatever the"
                + " endpoint responds.");
    }

    private String unreachable(Outcome outcome) {
        if (outcome == Outcome.TLS) {
            return "Does that port speak TLS, and is the certificate one that the JVM trusts?"
                    + " If your own authority issued it, set trust = \"certs/our-ca.pem\".";
        }
        return "Is the server up, and are host and port right?"
                + (isHttp2WithoutTls() ? " " + HTTP_2_WITHOUT_TLS : "")
                + proxy();
    }

    /** Hints at a proxy, since the endpoint may only be reachable through it, or only without it. */
    private String proxy() {
        if (plan.target().reach().proxy().isPresent()) {
            return " Requests go through the proxy "
                    + plan.target().reach().proxy().get().shown() + ": with proxy = \"none\" they do not.";
        }
        return PROXIES.stream()
                .filter(name -> System.getenv(name) != null)
                .findFirst()
                .map(name -> " The environment names a proxy (" + name
                        + "), which is not used for this endpoint: proxy = \"${" + name + "}\" would.")
                .orElse("");
    }

    /** Whether HTTP/2 is used without TLS, so that the endpoint cannot decline it. */
    private boolean isHttp2WithoutTls() {
        Target target = plan.target();
        return target.httpVersion() == HttpVersion.HTTP_2
                && "http".equals(target.endpoint().getScheme());
    }

    private static final String CREDENTIALS_WITHHELD =
            "It is the baseline and on another host, or without TLS: it gets neither the API key nor headers"
                    + " with credentials. againstApiKey = \"${BASE_KEY}\" sets a key for it.";

    private String refused(RequestSample sample) {
        return switch (sample.status()) {
            case 401, 403 ->
                withoutCredentials
                        ? CREDENTIALS_WITHHELD
                        : sendsKey()
                                ? "A key was sent: is it valid for this endpoint, and may it use the model? It comes from the environment"
                                        + " variable LLMBENCH_API_KEY (for api.openai.com OPENAI_API_KEY), or"
                                        + " from apiKey or headers."
                                : "No key was sent: set the environment variable LLMBENCH_API_KEY (for"
                                        + " api.openai.com OPENAI_API_KEY), or name another one with apiKey ="
                                        + " \"${MY_KEY}\".";
            case 404 ->
                "Is the path right (chats are usually at /v1/chat/completions, completions at /v1/completions), and "
                        + model() + "?";
            case 405 ->
                "The path does not accept POST: chats are usually at /v1/chat/completions, completions at"
                        + " /v1/completions.";
            case 407 ->
                "The proxy requires credentials: set proxy = \"http://user:password@host:port\", with"
                        + " a placeholder.";
            default ->
                String.valueOf(sample.error()).toLowerCase(Locale.ROOT).contains("certificate")
                        ? "The server requires a client certificate: set clientCertificate = \"certs/client.p12\"."
                        : "The server does not accept such a request: its response says why.";
        };
    }

    private boolean sendsKey() {
        Target target = plan.target();
        return target.apiKey().isPresent()
                || target.headers().keySet().stream()
                        .anyMatch(name -> KEY_HEADERS.contains(name.toLowerCase(Locale.ROOT)));
    }

    private String model() {
        return plan.request()
                .model()
                .map(name -> "does the server have a model named \"" + name + "\"")
                .orElse("does the server need the name of a model, as in model = \"…\"");
    }
}

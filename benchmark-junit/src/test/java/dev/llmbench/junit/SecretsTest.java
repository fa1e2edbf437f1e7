package dev.llmbench.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.llmbench.LoadTest;
import dev.llmbench.LoadTestBuilder;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Secret;
import dev.llmbench.plan.Target;
import dev.llmbench.result.LoadResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that says all that it was sent, in every place where a server can say anything: none of the secrets is shown. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class SecretsTest {
    private static final String KEY = "sk-key-Zq8w-0001";
    private static final String TOKEN = "tok-header-Vx3p-0002";
    private static final String COOKIE = "cookie-value-Lm5t-0003";
    private static final String NAMED = "named-header-Jb7y-0004";
    private static final String PARAMETER = "query/param+Hc9r-0005";
    private static final String SIGNATURE = "signature-Tk4n-0007";
    private static final String PASSWORD = "basic/pass+word-Wd6s-0008";
    /** What a server may answer with, and how it may write what it says. */
    private static final int KINDS = 9;

    private static final int WRITINGS = 4;
    private static final List<String> SECRETS = Stream.of(KEY, TOKEN, COOKIE, NAMED, PARAMETER, SIGNATURE, PASSWORD)
            .flatMap(SecretsTest::written)
            .toList();

    /** The secret as it is, and as JSON, URLs, HTML and basic credentials write it. */
    private static Stream<String> written(String secret) {
        return Stream.of(
                        secret,
                        secret.replace("/", "\\/"),
                        secret.replace("+", "\\u002B"),
                        secret.replace("+", "&#43;"),
                        URLEncoder.encode(secret, UTF_8),
                        basic(secret))
                .distinct();
    }

    private static String basic(String secret) {
        return Base64.getEncoder().encodeToString(("user:" + secret).getBytes(UTF_8));
    }

    /** Is sent as the secrets are and is none, so that it is found where they would be. */
    private static final String MARKER = "no-secret-at-all-0006";

    @TempDir
    Path output;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server = echoing();

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
        FixtureEnvironment.set(Map.of());
    }

    private HttpServer echoing() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.setExecutor(threads);
            made.createContext("/", this::answer);
            made.start();
            return made;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            int number = requests.getAndIncrement();
            String all = echo(exchange, number / KINDS);
            String json = "{\"error\":{\"message\":\"" + all + "\",\"type\":\"" + all + "\"}}";
            String good = "data: {\"choices\":[{\"delta\":{\"content\":\"" + all + "\"}}]}\n\n";
            String end = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"" + all + "\"}]}\n\n";
            if (all.contains("refuse=1")) {
                send(exchange, 401, "application/json", json);
                return;
            }
            switch (number % KINDS) {
                case 0 -> send(exchange, 500, "application/json", json);
                case 1 -> send(exchange, 502, "text/html", "<h1>" + all + "</h1>");
                case 2 -> {
                    exchange.getResponseHeaders().set("Location", "/?" + all.replace(' ', '_'));
                    send(exchange, 302, "text/plain", all);
                }
                case 3 -> {
                    exchange.getResponseHeaders().set("Retry-After", all);
                    send(exchange, 429, "text/plain", all);
                }
                case 4 -> send(exchange, 200, "text/event-stream", good + "event: error\ndata: " + json + "\n\n");
                case 5 -> send(exchange, 200, "text/event-stream", good + "data: " + all + "\n\n");
                case 6 -> send(exchange, 200, "text/html", all);
                case 7 -> send(exchange, 200, "text/event-stream", good + "data: " + json + "\n\n");
                default -> send(exchange, 200, "text/event-stream", good + end);
            }
        }
    }

    /** Not all say it as they heard it, nor in that order: what comes late is cut off. */
    private static String echo(HttpExchange exchange, int variant) {
        List<String> parts = new ArrayList<>(List.of(exchange.getRequestURI().toString(), "password " + PASSWORD));
        exchange.getRequestHeaders().forEach((name, values) -> parts.add(name + ": " + String.join(" ", values)));
        Collections.rotate(parts, variant / WRITINGS);
        String echo = String.join(" ", parts);
        return switch (variant % WRITINGS) {
            case 0 -> echo;
            case 1 -> echo.replace("/", "\\/").replace("+", "\\u002B");
            case 2 -> URLEncoder.encode(echo, UTF_8).replace("+", " ");
            default -> echo.replace("+", "&#43;");
        };
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Tag("fixture")
    @ExtendWith(FixtureEnvironment.class)
    static class Failing {
        @LlmLoadTest(
                endpoint = "${llm.url}",
                apiKey = "${MY_KEY}",
                headers = {
                    "X-Api-Token: Custom ${MY_TOKEN}",
                    "Cookie: session=${MY_COOKIE}; theme=dark",
                    "X-Team-Pass: ${MY_PASS}",
                    "Proxy-Authorization: Basic ${MY_BASIC}"
                },
                dataset = "classpath:junit/chat.jsonl",
                startUsers = 32,
                stages = @Stage(target = 32, duration = "1m"),
                maxRequests = KINDS * WRITINGS * 14,
                probe = false,
                hlog = true,
                k6Csv = true,
                budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "0%"),
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void nothingOfAFailingRunShowsASecretThoughTheServerSaysThemAll() throws Exception {
        Path stepSummary = output.resolve("step.md");
        String shown = shownBy(Map.of("GITHUB_STEP_SUMMARY", stepSummary.toString()), Map.of());

        assertThat(shown).as("what the server echoed is shown").contains(MARKER);
        assertThat(shown).contains("Error rate", "http_5xx", "***");
        assertThat(SECRETS).allSatisfy(secret -> assertThat(shown).doesNotContain(secret));
        assertThat(stepSummary).isNotEmptyFile();
    }

    @Test
    void neitherDoesAProbeThatIsRefused() throws Exception {
        String shown = shownBy(Map.of(), Map.of("llmbench.probe", "true", "llmbench.endpoint", url() + "&refuse=1"));

        assertThat(SECRETS).allSatisfy(secret -> assertThat(shown).doesNotContain(secret));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:%s@127.0.0.1/v1/chat/completions",
                "http://127.0.0.1/v1/chat/completions?api_key=%s&a=b c",
                "ftp://user:%s@127.0.0.1/?sig=%1$s",
                "http://under_score/v1?token=%s"
            })
    void neitherDoesAnEndpointThatIsRefused(String endpoint) throws Exception {
        String shown = shownBy(Map.of(), Map.of("llmbench.endpoint", endpoint.formatted(KEY)));

        assertThat(shown).contains("ConfigurationException", "***");
        assertThat(SECRETS).allSatisfy(secret -> assertThat(shown).doesNotContain(secret));
    }

    @Test
    void neitherDoesABodyThatIsNoJson() throws Exception {
        String shown = shownBy(Map.of(), Map.of("llmbench.request-body", "{\"api_key\": \"" + KEY + "\", oh"));

        assertThat(shown).contains("this is not JSON", "***");
        assertThat(SECRETS).allSatisfy(secret -> assertThat(shown).doesNotContain(secret));
    }

    @Test
    void neitherDoesAMistake() throws Exception {
        String shown = shownBy(Map.of(), Map.of("llmbench.request-timeout", "soon"));

        assertThat(shown).contains("soon");
        assertThat(SECRETS).allSatisfy(secret -> assertThat(shown).doesNotContain(secret));
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/chat/completions?api_key="
                + URLEncoder.encode(PARAMETER, UTF_8) + "&X-Signature=" + SIGNATURE + "&trace=" + MARKER;
    }

    /** All that a run leaves: files, both streams, log records, what it failed with, what it told JUnit, and its values as text. */
    private String shownBy(Map<String, String> variables, Map<String, String> parameters) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of(
                "MY_KEY", KEY, "MY_TOKEN", TOKEN, "MY_COOKIE", COOKIE, "MY_PASS", NAMED, "MY_BASIC", basic(PASSWORD)));
        environment.putAll(variables);
        FixtureEnvironment.set(environment);
        Map<String, String> all = new HashMap<>(Map.of(
                "llm.url", url(), "llmbench.output-dir", output.resolve("out").toString(), "llmbench.quiet", "false"));
        all.putAll(parameters);

        StringBuilder shown = new StringBuilder();
        FixtureRun run = captured(shown, all);
        run.failures().forEach(failure -> shown.append(traceOf(failure)));
        shown.append(run.reportEntries());
        for (LoadResult result : run.results()) {
            shown.append(texts(result));
        }
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                shown.append(file).append(new String(Files.readAllBytes(file), UTF_8));
            }
        }
        return shown.toString();
    }

    /** What each object of this library says of itself that a result, a load test or its builder holds, however deep. */
    private static String texts(LoadResult result) throws ReflectiveOperationException {
        StringBuilder texts = new StringBuilder();
        LoadTestBuilder builder = LoadTest.builder()
                .endpoint("http://127.0.0.1/v1/chat/completions?token=" + TOKEN)
                .apiKey(KEY)
                .header("X-Team-Pass", NAMED)
                .dataset("classpath:junit/chat.jsonl")
                .stage(1, Duration.ofSeconds(1));
        Deque<Object> left = new ArrayDeque<>(List.of(result, builder, builder.build()));
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        while (!left.isEmpty()) {
            Object value = left.remove();
            if (seen.add(value)) {
                if (isOurs(value)) {
                    texts.append(value).append('\n');
                }
                left.addAll(partsOf(value));
            }
        }
        assertThat(seen).hasAtLeastOneElementOfType(Target.class).hasAtLeastOneElementOfType(Secret.class);
        return texts.toString();
    }

    private static boolean isOurs(Object value) {
        return value.getClass().getName().startsWith("dev.llmbench.");
    }

    private static List<Object> partsOf(Object value) throws ReflectiveOperationException {
        List<Object> parts = new ArrayList<>();
        if (value instanceof Collection<?> all) {
            parts.addAll(all);
        } else if (value instanceof Map<?, ?> map) {
            parts.addAll(map.keySet());
            parts.addAll(map.values());
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(parts::add);
        } else if (isOurs(value)) {
            for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())
                            && !field.getType().isPrimitive()
                            && !type.isHidden()) {
                        field.setAccessible(true);
                        parts.add(field.get(value));
                    }
                }
                if (type.getSuperclass() == null
                        || !type.getSuperclass().getName().startsWith("dev.llmbench.")) {
                    break;
                }
            }
        }
        parts.removeIf(Objects::isNull);
        return parts;
    }

    private static FixtureRun captured(StringBuilder shown, Map<String, String> parameters) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream streams = new ByteArrayOutputStream();
        List<String> logged = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord message) {
                logged.add(new SimpleFormatter().format(message));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        var root = LogManager.getLogManager().getLogger("");
        root.addHandler(handler);
        try (PrintStream capturing = new PrintStream(streams, true, UTF_8)) {
            System.setOut(capturing);
            System.setErr(capturing);
            return FixtureRun.of(Failing.class, parameters);
        } finally {
            System.setOut(out);
            System.setErr(err);
            root.removeHandler(handler);
            shown.append(streams.toString(UTF_8)).append(logged);
        }
    }

    private static String traceOf(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}

package dev.llmbench.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers each request with two tokens, or refuses them all, and remembers what was asked. */
final class LoopbackServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    record Request(String path, com.sun.net.httpserver.Headers headers, String body) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.getFirst(name));
        }
    }

    LoopbackServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Request> requests() {
        return requests;
    }

    /** Refuses every request from now on. */
    void refuse() {
        status = 503;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String path = exchange.getRequestURI().getPath();
            requests.add(new Request(path, exchange.getRequestHeaders(), body));
            boolean streamed = body.contains("\"stream\":true");
            byte[] answer = (streamed ? stream(path) : whole(path)).getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", streamed ? "text/event-stream" : "application/json");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static String stream(String path) {
        String output = isChat(path) ? "\"delta\": {\"content\": \"so\"}" : "\"text\": \"so\"";
        String event = "data: {\"choices\": [{" + output + "}]}\n\n";
        return event + event + "data: [DONE]\n\n";
    }

    private static String whole(String path) {
        return isChat(path)
                ? "{\"choices\": [{\"message\": {\"content\": \"so so\"}}]}"
                : "{\"choices\": [{\"text\": \"so so\"}]}";
    }

    private static boolean isChat(String path) {
        return !path.equals("/v1/completions");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

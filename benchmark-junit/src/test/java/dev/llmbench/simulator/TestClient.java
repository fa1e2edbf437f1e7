package dev.llmbench.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** What tests send to a simulator. */
final class TestClient {

    static final String CHAT = "/v1/chat/completions";
    static final String COMPLETIONS = "/v1/completions";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private TestClient() {}

    static String chat(String more) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"Once upon a time\"}]" + more + "}";
    }

    static String streamedChat(String more) {
        return chat(",\"stream\":true" + more);
    }

    static String completion(String more) {
        return "{\"prompt\":\"Once upon a time\"" + more + "}";
    }

    static HttpResponse<String> post(Simulator simulator, String path, String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(simulator.url() + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static HttpResponse<String> get(Simulator simulator, String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(simulator.url() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    /** The data of each event. */
    static List<String> events(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring(6))
                .toList();
    }

    /** The bytes of a request. */
    static String raw(String path, String body, String... headers) {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "Content-Length: "
                + body.getBytes(UTF_8).length + "\r\n\r\n" + body;
    }

    static Socket connect(Simulator simulator) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    /** Reads until the mark has come. */
    static String readTo(Socket socket, String mark) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (!read.toString(UTF_8).endsWith(mark)) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the end came before " + mark + ": " + read.toString(UTF_8));
            }
            read.write(next);
        }
        return read.toString(UTF_8);
    }

    /** Sends a request whose answer is the last on its connection and reads all of it; {@code [reset]} stands for a reset. */
    static String exchange(Simulator simulator, String request) throws IOException {
        try (Socket socket = connect(simulator)) {
            send(socket, request);
            return readAll(socket);
        }
    }

    static String readAll(Socket socket) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(read);
            return read.toString(UTF_8);
        } catch (IOException e) {
            return read.toString(UTF_8) + "[reset]";
        }
    }
}

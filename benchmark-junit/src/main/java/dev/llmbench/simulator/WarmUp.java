package dev.llmbench.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/**
 * Serves some requests of its own on a separate server, once per JVM. Otherwise, class loading and interpreted code
 * would delay the first real answers by tens of milliseconds.
 */
final class WarmUp {

    private static final int REQUESTS = 20;
    private static final String BODY = "{\"stream\":true,\"stream_options\":{\"include_usage\":true},"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"a rehearsal\"}],\"prompt\":\"a rehearsal\"}";

    private static boolean held;

    private WarmUp() {}

    static synchronized void hold(SimulatorSettings defaults) {
        if (held) {
            return;
        }
        held = true;
        try (Simulator simulator = Simulator.open(defaults)) {
            for (int i = 0; i < REQUESTS; i++) {
                ask(simulator.port(), i % 2 == 0 ? "/v1/chat/completions" : "/v1/completions");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the simulator's rehearsal failed", e);
        }
    }

    private static void ask(int port, String path) throws IOException {
        String request = "POST " + path + "?ttft=0&tpot=0.01&n=60 HTTP/1.1\r\nConnection: close\r\nContent-Length: "
                + BODY.length() + "\r\n\r\n" + BODY;
        try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            in.readAllBytes();
        }
    }
}

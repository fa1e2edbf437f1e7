package dev.llmbench.openai;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that plays a script on each connection, byte for byte, on the loopback interface. */
final class RawServer implements AutoCloseable {
    static final String DONE = "data: [DONE]\n\n";
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final ServerSocket listening;
    private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What happens on one connection. */
    interface Script {
        void play(Connection connection) throws Exception;
    }

    /** A request as it came: its first line, its headers by name in lower case, its body. */
    record Request(String line, Map<String, String> headers, String body) {}

    private RawServer(ServerSocket listening) {
        this.listening = listening;
        start(this::acceptAll);
    }

    /** A server that plays the scripts on its connections in turn, the last again and again. */
    static RawServer playing(Script... scripts) {
        try {
            return on(new ServerSocket(0, 200, LOOPBACK), scripts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RawServer on(ServerSocket listening, Script... scripts) {
        RawServer server = new RawServer(listening);
        server.scripts.addAll(List.of(scripts));
        return server;
    }

    /** A server that answers each request of each connection with the given bytes. */
    static RawServer answering(String response) {
        return playing(connection -> {
            while (connection.readRequest()) {
                connection.send(response);
            }
        });
    }

    /** A server that answers one request with the given bytes and closes the connection in order. */
    static RawServer answeringAndClosing(String response) {
        return playing(connection -> {
            connection.readRequest();
            connection.send(response);
        });
    }

    int port() {
        return listening.getLocalPort();
    }

    /** The connections made so far. */
    int connections() {
        return sockets.size();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        while (true) {
            Socket socket;
            try {
                socket = listening.accept();
            } catch (IOException e) {
                return;
            }
            sockets.add(socket);
            Script script = scripts.size() > 1 ? scripts.remove() : scripts.element();
            start(() -> play(script, socket));
        }
    }

    private void play(Script script, Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            script.play(new Connection(socket));
        } catch (Exception e) {
            // The client closed the connection, as many tests want it to.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** One connection, closed when its script ends. */
    final class Connection {
        private final Socket socket;
        private final InputStream in;

        private Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
        }

        /** Reads a whole request; false if the client closed the connection instead. */
        boolean readRequest() throws IOException {
            return readHead() && readBody();
        }

        private final List<String> head = new ArrayList<>();

        /** Reads a request up to its blank line. */
        boolean readHead() throws IOException {
            head.clear();
            for (String line = readLine(); line != null; line = readLine()) {
                if (line.isEmpty()) {
                    return true;
                }
                head.add(line);
            }
            return false;
        }

        private boolean readBody() throws IOException {
            Map<String, String> headers = new TreeMap<>();
            for (String line : head.subList(1, head.size())) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            byte[] body = in.readNBytes(length);
            requests.add(new Request(head.get(0), headers, new String(body, StandardCharsets.UTF_8)));
            return body.length == length;
        }

        private @org.jspecify.annotations.Nullable String readLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
                }
                line.write(b);
            }
            return null;
        }

        void send(String bytes) throws IOException {
            send(bytes.getBytes(StandardCharsets.UTF_8));
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** Says that nothing more will come, and goes on reading. */
        void endOutput() throws IOException {
            socket.shutdownOutput();
        }

        /** Breaks the connection so that the client sees a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits for the first byte of anything. */
        void awaitInput() throws IOException {
            in.mark(1);
            in.read();
            in.reset();
        }

        /** Reads and drops what comes until the client ends the connection. */
        void awaitEnd() throws IOException {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }

    // Pieces of responses.

    static String event(String data) {
        return "data: " + data + "\n\n";
    }

    static String token(String text) {
        return event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}");
    }

    static String chunk(String body) {
        return Integer.toHexString(body.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + body + "\r\n";
    }

    static final String LAST_CHUNK = "0\r\n\r\n";

    static String streamHead() {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    }

    /** A whole stream of two tokens with usage. */
    static String stream() {
        return streamHead()
                + chunk(token("Once") + token(" upon"))
                + chunk(event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}"))
                + chunk(event("{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}") + DONE)
                + LAST_CHUNK;
    }

    static String response(String statusLine, String contentType, String body) {
        return "HTTP/1.1 " + statusLine + "\r\nContent-Type: " + contentType + "\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }
}

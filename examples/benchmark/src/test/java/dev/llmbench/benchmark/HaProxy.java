package dev.llmbench.benchmark;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * HAProxy before the simulator, which takes HTTP/1.1 and HTTP/2 without TLS.
 *
 * @param process the proxy, if there is one
 * @param port where it listens
 */
record HaProxy(Optional<Process> process, int port) implements AutoCloseable {
    static final HaProxy NONE = new HaProxy(Optional.empty(), 0);

    private static final int PATIENCE = 500;

    /** The program, where it is on the path. */
    static Optional<String> program() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "haproxy"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    static HaProxy before(Server server, Path directory) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path file = directory.resolve("haproxy.cfg");
        Files.writeString(
                file,
                String.join(
                        "\n",
                        "global",
                        " maxconn 4000",
                        "defaults",
                        " mode http",
                        " option http-no-delay",
                        " timeout connect 5s",
                        " timeout client 60s",
                        " timeout server 60s",
                        "listen all",
                        " bind 127.0.0.1:" + port,
                        " server simulator 127.0.0.1:"
                                + URI.create(server.url()).getPort(),
                        ""));
        Process process = new ProcessBuilder(program().orElseThrow(), "-f", file.toString(), "-db")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("haproxy.log").toFile())
                .start();
        awaitListening(port);
        return new HaProxy(Optional.of(process), port);
    }

    private static void awaitListening(int port) throws IOException {
        for (int i = 0; i < PATIENCE; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(10_000_000);
            }
        }
        throw new IOException("HAProxy does not listen");
    }

    /** Where the generator sends its requests to. */
    String urlOf(Server server) {
        String url = server.url();
        return process.isEmpty() ? url : url.replace(":" + URI.create(url).getPort() + "/", ":" + port + "/");
    }

    @Override
    public void close() {
        process.ifPresent(Process::destroy);
    }
}

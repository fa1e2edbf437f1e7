package dev.llmbench.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The simulator that runs in another JVM. */
final class Server implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final String url;

    private Server(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.url = "http://127.0.0.1:" + port + "/v1/chat/completions";
    }

    static Server start(Service service, Path directory) throws IOException {
        Path log = directory.resolve("truth.log");
        Process process = Jvm.start(
                List.of("-Xms1g", "-Xmx1g", "-Xmn600m", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch"),
                ServerMain.class,
                service.ttft(),
                service.tpot(),
                service.tokens(),
                100_000,
                log);
        return new Server(process, log, Integer.parseInt(Jvm.firstLine(process)));
    }

    String url() {
        return url;
    }

    /** Ends the server and tells what it did. */
    Truth stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (process.waitFor() != 0) {
            throw new IOException("The server failed; what it said stands above");
        }
        return Truth.read(log);
    }

    @Override
    public void close() {
        process.destroy();
    }
}

package dev.llmbench.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** What wrk takes for the same load: it reads the same bytes from the same sockets, and makes nothing of them. */
final class Wrk {
    private static final long WARM_UP_SECONDS = 3;
    private static final long MEASURED_SECONDS = 12;

    private Wrk() {}

    /** Its CPU time per token in microseconds; empty where it is not on the path. */
    static OptionalDouble cpuMicrosPerToken(String name, Service service, int connections, Path parent)
            throws IOException, InterruptedException {
        if (!isOnPath()) {
            return OptionalDouble.empty();
        }
        Path directory = Files.createDirectories(parent.resolve(name));
        try (Server server = Server.start(service, directory)) {
            Process wrk = command(server.url(), connections, WARM_UP_SECONDS + MEASURED_SECONDS + 1, directory)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("wrk.txt").toFile())
                    .start();
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            long from = System.nanoTime();
            Duration before = cpu(wrk);
            TimeUnit.SECONDS.sleep(MEASURED_SECONDS);
            long to = System.nanoTime();
            Duration used = cpu(wrk).minus(before);
            wrk.waitFor();
            return OptionalDouble.of(used.toNanos() / 1_000.0 / server.stop().tokensIn(from, to));
        }
    }

    /** The load that is yet to be started; its script goes to the directory. */
    static ProcessBuilder command(String url, int connections, long seconds, Path directory) throws IOException {
        Path script = directory.resolve("chat.lua");
        try (InputStream lua = Objects.requireNonNull(Wrk.class.getResourceAsStream("/chat.lua"))) {
            Files.write(script, lua.readAllBytes());
        }
        return new ProcessBuilder(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "--timeout",
                "30s",
                "-s",
                script.toString(),
                url);
    }

    private static Duration cpu(Process process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    static boolean isOnPath() {
        return Arrays.stream(System.getenv("PATH").split(java.io.File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "wrk")));
    }
}

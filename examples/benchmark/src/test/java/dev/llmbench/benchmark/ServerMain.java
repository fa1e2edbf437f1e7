package dev.llmbench.benchmark;

import dev.llmbench.LoadTest;
import dev.llmbench.simulator.ServedRequest;
import dev.llmbench.simulator.Simulator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The simulator in a JVM of its own: prints its port, serves until its input ends, then writes what truly happened, one line
 * a request: its id, and in nanoseconds of the machine's monotonic clock when it was received and when the first and the last
 * token were sent, then the number of tokens.
 */
final class ServerMain {
    private ServerMain() {}

    /** Takes the TTFT and the TPOT as ISO durations, the tokens of an answer, how many requests to log, and the log's file. */
    public static void main(String[] args) throws IOException, InterruptedException {
        try (Simulator simulator = Simulator.builder()
                .ttft(Duration.parse(args[0]))
                .tpot(Duration.parse(args[1]))
                .outputTokens(Integer.parseInt(args[2]))
                .logLimit(Integer.parseInt(args[3]))
                .start()) {
            warmUp(simulator, Path.of(args[4]).resolveSibling("server-warm-up"));
            System.out.println(simulator.port());
            while (System.in.read() >= 0) {
                // Nobody has anything to say but to end.
            }
            write(simulator, Path.of(args[4]));
        }
    }

    /** A cold server would be late itself, and that counted as the generator's error. */
    private static void warmUp(Simulator simulator, Path scratch) throws InterruptedException {
        for (int round = 0; round < 3; round++) {
            LoadTest.builder()
                    .endpoint(simulator.url() + "/v1/chat/completions?ttft=5&tpot=2&n=50")
                    .dataset("datasets/llama4/prompts_chat_50_100.jsonl")
                    .outputDirectory(scratch)
                    .startUsers(100)
                    .stage(100, Duration.ofSeconds(1))
                    .quiet(true)
                    .build()
                    .run();
        }
        simulator.clearLog();
    }

    private static void write(Simulator simulator, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (ServedRequest request : simulator.log()) {
                if (request.finished() && request.firstToken().isPresent()) {
                    out.write(request.id() + " " + request.received() + " "
                            + request.firstToken().getAsLong() + " "
                            + request.lastToken().orElseThrow() + " " + request.outputTokens() + "\n");
                }
            }
        }
    }
}

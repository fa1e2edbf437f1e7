package dev.llmbench.benchmark;

import dev.llmbench.LoadTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The library's load in a JVM of its own, told by the same system properties as its peers'. */
final class OwnPeerMain {
    static final String OUTPUT = "load";

    private OwnPeerMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Path.of(System.getProperty("peer.directory"));
        Path dataset = Files.writeString(directory.resolve("prompt.jsonl"), Chat.PROMPT + "\n");
        int streams = Integer.getInteger("peer.streams");
        LoadTest.builder()
                .endpoint(System.getProperty("peer.url"))
                .dataset(dataset.toString())
                .outputDirectory(directory.resolve(OUTPUT))
                .startUsers(streams)
                .stage(streams, Duration.ofNanos(Long.getLong("peer.until") - System.nanoTime()))
                .probe(false)
                .quiet(true)
                .build()
                .run();
    }
}

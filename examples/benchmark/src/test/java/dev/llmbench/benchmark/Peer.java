package dev.llmbench.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A load generator that can make the one load that all are compared by. */
interface Peer {

    /**
     * The load.
     *
     * @param url where to post {@link Chat#BODY}
     * @param streams how many virtual users ask one question after the other, all from the start
     * @param window when
     * @param directory where the generator's own files go
     */
    record Load(String url, int streams, Window window, Path directory) {

        /** All of it as options of a JVM. */
        List<String> asOptions() {
            return List.of(
                    "-Xmx512m",
                    "-Dpeer.url=" + url,
                    "-Dpeer.body=" + Chat.BODY,
                    "-Dpeer.streams=" + streams,
                    "-Dpeer.from=" + window.from(),
                    "-Dpeer.to=" + window.to(),
                    "-Dpeer.until=" + window.until(),
                    "-Dpeer.directory=" + directory);
        }

        /** What the process printed. */
        Path output() {
            return directory.resolve("output.txt");
        }
    }

    /**
     * What the generator says of its load.
     *
     * @param firstToken what comes nearest to the time to the first token, of the requests that started in the window
     * @param errors failed requests of the whole load
     */
    record Said(Optional<Percentiles> firstToken, long errors) {}

    /** Its name in the table, with its version. */
    String title();

    /** The name of its directory. */
    String name();

    /** The process that makes the load, yet to be started. */
    ProcessBuilder command(Load load) throws IOException;

    /** Reads what it left behind. */
    Said said(Load load, Truth truth) throws IOException;
}

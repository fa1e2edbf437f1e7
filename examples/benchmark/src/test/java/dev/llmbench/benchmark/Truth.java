package dev.llmbench.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the server did, by request id. All times are nanoseconds of the machine's monotonic clock. */
record Truth(Map<String, Served> requests) {

    /** One answer: when its request was there, when its first and its last token were sent, and how many there were. */
    record Served(long received, long firstToken, long lastToken, int tokens) {

        /** How long its first token took, in milliseconds. */
        double ttft() {
            return (firstToken - received) / 1e6;
        }

        /** How many tokens were sent in that time, taken as evenly spaced. */
        private double tokensIn(long from, long to) {
            long length = Math.max(1, lastToken - firstToken);
            long inside = Math.min(to, firstToken + length) - Math.max(from, firstToken);
            return inside <= 0 ? 0 : (double) tokens * inside / length;
        }
    }

    static Truth read(Path file) throws IOException {
        Map<String, Served> requests = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ");
            requests.put(
                    words[0],
                    new Served(
                            Long.parseLong(words[1]),
                            Long.parseLong(words[2]),
                            Long.parseLong(words[3]),
                            Integer.parseInt(words[4])));
        }
        return new Truth(requests);
    }

    /** How long the first tokens took. */
    Percentiles ttft() {
        return Percentiles.of(requests.values().stream().map(Served::ttft).toList());
    }

    double tokensIn(long from, long to) {
        return requests.values().stream()
                .mapToDouble(served -> served.tokensIn(from, to))
                .sum();
    }
}

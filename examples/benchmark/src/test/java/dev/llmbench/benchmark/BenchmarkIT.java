package dev.llmbench.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Measures the library itself. Prints figures and judges none of them: they are the machine's too. */
class BenchmarkIT {

    @Test
    void printsItsTable() throws IOException, InterruptedException {
        Path directory =
                Files.createDirectories(Path.of(System.getProperty("benchmark.directory", "target/benchmark")));
        List<Row> rows = wanted(System.getProperty("benchmark.rows", "all"));
        System.out.printf(
                Locale.ROOT,
                "%nLoad generator and server on one machine of %d cores, each in its own JVM %s, over loopback%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version());
        for (Row row : rows) {
            System.out.printf("%n%s: to be %s%n", row.title(), row.bar());
            for (String line : row.measure(directory)) {
                System.out.println("    " + line);
            }
        }
        System.out.println();
        assertThat(rows).isNotEmpty();
    }

    private static List<Row> wanted(String names) {
        Set<String> asked = new TreeSet<>(List.of(names.split(",")));
        List<Row> rows = Arrays.stream(Row.values())
                .filter(row -> asked.contains("all") || asked.remove(row.title()))
                .toList();
        asked.remove("all");
        assertThat(asked)
                .as(
                        "benchmark.rows names rows that are none; there are %s",
                        Arrays.stream(Row.values()).map(Row::title).toList())
                .isEmpty();
        return rows;
    }
}

package dev.llmbench.report.files;

import dev.llmbench.budget.Verdicts;
import dev.llmbench.report.Runs;
import dev.llmbench.report.Terminal;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.result.LoadResult;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Leaves the files of runs, for tests of what reads them. */
public final class SavedRuns {
    /** Shows every sign and no colour. */
    public static final Terminal TERMINAL = new Terminal(true, false, Path.of(""));

    /** Shows neither. */
    public static final Terminal ASCII = new Terminal(false, false, Path.of(""));

    private static final long SLOWER_MICROS = 100_000;

    /** The files by their names, of the slower run or the other: many tests begin with them, so each is made once. */
    private static final Map<Boolean, Map<String, byte[]>> MADE = new ConcurrentHashMap<>();

    private SavedRuns() {}

    /** The run of {@link Runs}. */
    public static void write(Path directory) throws IOException {
        write(directory, false);
    }

    /** The same, sent earlier by a tenth of a second: with slower first tokens and all else alike. */
    public static void writeSlower(Path directory) throws IOException {
        write(directory, true);
    }

    /** The rows alone of that run, so many times over. */
    public static void writeRows(Path directory, int times) throws IOException {
        List<RequestSample> samples = Runs.samples(TokenSource.USAGE);
        try (RequestsCsv csv = RequestsCsv.create(directory.resolve("requests.csv"), Runs.TARGET)) {
            for (int i = 0; i < times; i++) {
                samples.forEach(csv::accept);
            }
        }
    }

    private static void write(Path directory, boolean slower) throws IOException {
        Map<String, byte[]> known = MADE.get(slower);
        if (known == null) {
            make(
                    directory,
                    Runs.samples(TokenSource.USAGE).stream()
                            .map(sample -> slower ? slower(sample) : sample)
                            .toList());
            MADE.put(slower, filesIn(directory));
            return;
        }
        for (Map.Entry<String, byte[]> file : known.entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
        }
    }

    private static Map<String, byte[]> filesIn(Path directory) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        for (String name : List.of("run.json", "summary.json", "summary.md", "requests.csv", "requests.csv.md")) {
            files.put(name, Files.readAllBytes(directory.resolve(name)));
        }
        return files;
    }

    private static void make(Path directory, List<RequestSample> samples) throws IOException {
        LoadResult result = Runs.result(Runs.plan(), samples);
        ResultFiles.write(directory, result, lines(result));
        try (RequestsCsv csv = RequestsCsv.create(directory.resolve("requests.csv"), Runs.TARGET)) {
            samples.forEach(csv::accept);
        }
    }

    static List<VerdictLine> lines(LoadResult result) {
        return VerdictLine.of(Verdicts.of(result));
    }

    private static RequestSample slower(RequestSample s) {
        Moments at = s.at();
        Moments earlier = at.toBuilder()
                .scheduled(Math.max(0, at.scheduled() - SLOWER_MICROS))
                .dispatched(Math.max(0, at.dispatched() - SLOWER_MICROS))
                .sent(Math.max(0, at.sent() - SLOWER_MICROS))
                .build();
        return s.toBuilder().at(earlier).build();
    }
}

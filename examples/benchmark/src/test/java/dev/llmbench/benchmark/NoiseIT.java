package dev.llmbench.benchmark;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds verdicts against the truth, on a quiet machine and beside busy processes, and prints how they came out. */
class NoiseIT {
    private static final String IN_STEP = "in-step-500";
    private static final int USERS_IN_STEP = 500;

    private final int runs = Integer.getInteger("noise.runs", 20);
    private final int runsInStep = Integer.getInteger("noise.runs-in-step", 10);
    private final int seconds = Integer.getInteger("noise.seconds", 15);
    private final int busy = Integer.getInteger("noise.busy", 5);
    private final List<Integer> users =
            words("noise.users", "20,50").stream().map(Integer::valueOf).toList();

    @Test
    void holdsItsBar() throws IOException, InterruptedException {
        Path directory = Files.createDirectories(
                Path.of(System.getProperty("benchmark.directory", "target/benchmark"), "noise"));
        Set<String> parts = parts();
        print(
                "%nLoads of %d s, generator and server each in a fresh JVM %s on one machine of %d cores",
                seconds, Runtime.version(), Runtime.getRuntime().availableProcessors());
        List<Clause> bar = new ArrayList<>();
        for (Machine machine : Machine.values()) {
            if (parts.contains(machine.title())) {
                bar.addAll(NoiseBar.of(machine, judged(machine, directory)));
            }
        }
        if (parts.contains(IN_STEP)) {
            bar.add(inStep(directory));
        }
        print("%nThe bar");
        bar.forEach(clause -> print("    %s", clause));
        print("");
        assertThat(bar).filteredOn(clause -> !clause.isHeld()).isEmpty();
    }

    private List<JudgedRun> judged(Machine machine, Path directory) throws IOException, InterruptedException {
        List<JudgedRun> all = new ArrayList<>();
        try (BusyProcesses beside = BusyProcesses.start(machine == Machine.BUSY ? busy : 0)) {
            print("%nA %s machine, %d busy processes beside the load", machine.title(), beside.count());
            for (int count : users) {
                for (int number = 1; number <= runs; number++) {
                    List<JudgedRun> run = JudgedRun.of(machine, count, number, seconds, directory);
                    print("    %s", NoiseTable.line(run));
                    all.addAll(run);
                }
            }
        }
        print("");
        NoiseTable.of(all).forEach(line -> print("    %s", line));
        return all;
    }

    private Clause inStep(Path directory) throws IOException, InterruptedException {
        print("%n%d users in step on a quiet machine, TPOT 20 ms", USERS_IN_STEP);
        List<Run> all = new ArrayList<>();
        for (int number = 1; number <= runsInStep; number++) {
            Run run = Run.of(
                    IN_STEP + "-" + number, Service.of(50, 20, 100), Job.users(USERS_IN_STEP, seconds), directory);
            print("    run %d: %s", number, run.verdict());
            all.add(run);
        }
        return Clause.always(IN_STEP + ": valid", all, Run::isValid);
    }

    private static Set<String> parts() {
        Set<String> known = Arrays.stream(Machine.values()).map(Machine::title).collect(toCollection(TreeSet::new));
        known.add(IN_STEP);
        List<String> asked = words("noise.parts", "all");
        if (asked.contains("all")) {
            return known;
        }
        assertThat(known).as("noise.parts can name these").containsAll(asked);
        return Set.copyOf(asked);
    }

    private static List<String> words(String property, String otherwise) {
        return List.of(System.getProperty(property, otherwise).split(","));
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}

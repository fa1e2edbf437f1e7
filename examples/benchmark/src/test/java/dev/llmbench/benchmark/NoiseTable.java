package dev.llmbench.benchmark;

import dev.llmbench.benchmark.Judgement.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How verdicts came out: counted, and one by one where they are otherwise than the truth. */
final class NoiseTable {
    private NoiseTable() {}

    /** One run against all limits, in short. */
    static String line(List<JudgedRun> run) {
        JudgedRun any = run.get(0);
        return String.format(
                        Locale.ROOT,
                        "%d users, run %d, TTFT p95 truly %.1f ms: ",
                        any.users(),
                        any.number(),
                        any.truth())
                + run.stream()
                        .map(against ->
                                limit(against) + " " + against.judgement().outcome())
                        .collect(Collectors.joining(", "));
    }

    static List<String> of(List<JudgedRun> runs) {
        List<String> lines = new ArrayList<>();
        lines.add(row("", "runs", "healthy", Arrays.asList(Outcome.values())));
        Map<String, List<JudgedRun>> groups = runs.stream()
                .collect(Collectors.groupingBy(NoiseTable::group, LinkedHashMap::new, Collectors.toList()));
        groups.forEach((group, members) -> lines.add(row(
                group,
                members.size(),
                members.stream().filter(JudgedRun::isHealthy).count(),
                Arrays.stream(Outcome.values())
                        .map(outcome ->
                                members.stream().filter(run -> run.is(outcome)).count())
                        .toList())));
        runs.stream()
                .filter(run -> !run.isAsTrue())
                .map(JudgedRun::told)
                .distinct()
                .forEach(lines::add);
        return lines;
    }

    private static String group(JudgedRun run) {
        return run.machine().title() + ", " + run.users() + " users, " + limit(run);
    }

    private static String limit(JudgedRun run) {
        return run.judgement().limit().toMillis() + " ms";
    }

    private static String row(Object title, Object runs, Object healthy, List<?> outcomes) {
        String row = String.format(Locale.ROOT, "%-24s %6s %8s", title, runs, healthy);
        return row
                + outcomes.stream()
                        .map(cell -> String.format(Locale.ROOT, " %12s", cell))
                        .collect(Collectors.joining());
    }
}

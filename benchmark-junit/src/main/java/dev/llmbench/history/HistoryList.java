package dev.llmbench.history;

import dev.llmbench.history.ComparableRuns.Earlier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The contents of a history.
 *
 * @param lines a line for each test, class of machine and load
 * @param warnings what could not be read, and what to do about it
 */
public record HistoryList(List<Line> lines, List<String> warnings) {

    public HistoryList {
        lines = List.copyOf(lines);
        warnings = List.copyOf(warnings);
    }

    /**
     * Runs that can be compared with each other.
     *
     * @param test the test
     * @param env the class of machine
     * @param series the load: see {@link LoadSeries#hash()}
     * @param recorded the number of recorded runs
     * @param runs those of them that were valid and not dropped, in order
     */
    public record Line(String test, String env, String series, int recorded, List<Earlier> runs) {

        public Line {
            runs = List.copyOf(runs);
        }

        /** Returns how many runs count. */
        public int counting() {
            return (int) runs.stream().filter(Earlier::counts).count();
        }
    }

    static List<Line> lines(List<RunRecord> runs, List<Marker> markers) {
        Map<Map<String, String>, List<RunRecord>> loads = new LinkedHashMap<>();
        runs.forEach(run ->
                loads.computeIfAbsent(run.load(), load -> new ArrayList<>()).add(run));
        List<Line> lines = new ArrayList<>();
        for (List<RunRecord> equal : loads.values()) {
            RunRecord first = equal.get(0);
            lines.add(new Line(
                    first.test(), first.env(), first.series().hash(), equal.size(), new Epochs(equal, markers).runs()));
        }
        return lines;
    }
}

package dev.llmbench.history;

import dev.llmbench.history.ComparableRuns.Earlier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Assigns runs to epochs by the name given in the code and by what was accepted or dropped later. */
final class Epochs {
    private final List<RunRecord> runs;
    private final List<Marker> accepted;
    private final List<Marker> dropped;

    Epochs(List<RunRecord> runs, List<Marker> markers) {
        this.dropped = markers.stream()
                .filter(marker -> marker.kind() == Marker.Kind.DROP)
                .toList();
        this.accepted = markers.stream()
                .filter(marker -> marker.kind() == Marker.Kind.ACCEPT)
                .sorted(Comparator.comparing(Marker::at))
                .toList();
        this.runs = runs.stream()
                .filter(run -> run.standing() != Standing.INVALID)
                .filter(run -> dropped.stream().noneMatch(marker -> marker.concerns(run)))
                .toList();
    }

    List<Earlier> runs() {
        List<Earlier> earlier = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            RunRecord run = runs.get(i);
            int place = i;
            List<Marker> begun =
                    accepted.stream().filter(marker -> start(marker) <= place).toList();
            boolean isAccepted =
                    begun.stream().anyMatch(marker -> !run.orderedAt().isAfter(marker.at()));
            earlier.add(new Earlier(run, name(run.epoch(), begun), run.standing() == Standing.COUNTS || isAccepted));
        }
        return earlier;
    }

    /** Returns the epoch of a run after all others. */
    String now(String word) {
        return name(word, accepted);
    }

    /** Returns the place of the first run that the acceptance applies to: the first of its commit, or the next run if it names none. */
    private int start(Marker marker) {
        for (int i = 0; i < runs.size(); i++) {
            if (marker.concerns(runs.get(i))) {
                return i;
            }
        }
        for (int i = 0; i < runs.size(); i++) {
            if (runs.get(i).orderedAt().isAfter(marker.at())) {
                return i;
            }
        }
        return runs.size();
    }

    private static String name(String word, List<Marker> begun) {
        if (begun.isEmpty()) {
            return word;
        }
        Marker last = begun.get(begun.size() - 1);
        String name = last.reason() + ", accepted " + last.at().toString().substring(0, 10);
        return word.isEmpty() ? name : word + ", " + name;
    }
}

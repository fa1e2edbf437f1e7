package dev.llmbench.report;

import dev.llmbench.plan.Durations;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.Stage;
import java.util.ArrayList;
import java.util.List;

/** Says the load in words: {@code 1 → 10 users 30s, 10 users 2m}. */
final class LoadLine {
    private static final int MOST_STAGES = 8;

    private LoadLine() {}

    static String of(Load load) {
        List<String> stages = stages(load);
        String shown = String.join(", ", stages.subList(0, Math.min(MOST_STAGES, stages.size())));
        return stages.size() <= MOST_STAGES ? shown : shown + ", … (" + stages.size() + " stages)";
    }

    /** Each stage in words, in order. */
    static List<String> stages(Load load) {
        List<String> words = new ArrayList<>();
        double level = load.startUsers();
        for (Stage stage : load.stages()) {
            words.add(words(level, stage));
            level = stage.target();
        }
        return words;
    }

    private static String words(double level, Stage stage) {
        long to = Math.round(stage.target());
        String users = to + (to == 1 ? " user" : " users");
        if (stage.duration().isZero()) {
            return "jump to " + users;
        }
        String ramp = level == stage.target() ? "" : Math.round(level) + " → ";
        return ramp + users + " " + Durations.format(stage.duration());
    }
}

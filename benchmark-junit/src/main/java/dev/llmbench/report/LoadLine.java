package dev.llmbench.report;

import dev.llmbench.plan.BreakpointHunt;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.RateSearch;
import dev.llmbench.plan.TraceReplay;
import java.util.List;
import java.util.stream.IntStream;

/** Describes the load in words: {@code 1 → 10 users 30s, 10 users 2m}. */
public final class LoadLine {
    private static final int MOST_STAGES = 8;
    private static final int LONGEST_NAME = 60;

    private LoadLine() {}

    /** Describes the whole load. */
    public static String of(LoadPlan plan) {
        if (plan.load().replay().isPresent()) {
            return of(plan.dataset(), plan.load().replay().get());
        }
        BreakpointHunt hunt = plan.early().breakpoint().orElse(null);
        if (hunt instanceof RateSearch) {
            return hunt.inWords();
        }
        String ending = hunt == null ? "" : " " + hunt.inWords();
        return of(stages(plan.load())) + ending;
    }

    /** Describes a trace, for instance {@code trace mooncake.jsonl, 1,200 requests in 5m (10m at 2x)}. */
    private static String of(String dataset, TraceReplay replay) {
        String name = dataset.replaceFirst("^.*[/\\\\]", "");
        String atSpeed = replay.speed() == 1
                ? ""
                : " (" + TraceReplay.rounded(replay.length()) + " at " + replay.speedInWords() + ")";
        return "trace " + SafeText.oneLine(name, LONGEST_NAME) + ", " + Figures.counted(replay.requests(), "request")
                + " in " + TraceReplay.rounded(replay.duration()) + atSpeed;
    }

    private static String of(List<String> stages) {
        String shown = String.join(", ", stages.subList(0, Math.min(MOST_STAGES, stages.size())));
        return stages.size() <= MOST_STAGES ? shown : shown + ", … (" + stages.size() + " stages)";
    }

    /** Describes each stage, in order. */
    public static List<String> stages(Load load) {
        return IntStream.rangeClosed(1, load.stages().size())
                .mapToObj(load::inWords)
                .toList();
    }
}

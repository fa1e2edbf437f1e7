package dev.llmbench.report;

import dev.llmbench.plan.BreakpointHunt;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.RateSearch;
import java.util.List;
import java.util.stream.IntStream;

/** Says the load in words: {@code 1 → 10 users 30s, 10 users 2m}. */
final class LoadLine {
    private static final int MOST_STAGES = 8;

    private LoadLine() {}

    static String of(LoadPlan plan) {
        BreakpointHunt hunt = plan.early().breakpoint().orElse(null);
        if (hunt instanceof RateSearch) {
            return hunt.inWords();
        }
        String ending = hunt == null ? "" : " " + hunt.inWords();
        return of(stages(plan.load())) + ending;
    }

    private static String of(List<String> stages) {
        String shown = String.join(", ", stages.subList(0, Math.min(MOST_STAGES, stages.size())));
        return stages.size() <= MOST_STAGES ? shown : shown + ", … (" + stages.size() + " stages)";
    }

    /** Each stage in words, in order. */
    static List<String> stages(Load load) {
        return IntStream.rangeClosed(1, load.stages().size())
                .mapToObj(load::inWords)
                .toList();
    }
}

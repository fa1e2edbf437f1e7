package dev.llmbench.report;

import dev.llmbench.plan.Load;
import java.util.List;
import java.util.stream.IntStream;

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
        return IntStream.rangeClosed(1, load.stages().size())
                .mapToObj(load::inWords)
                .toList();
    }
}

package dev.llmbench.report;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Format;
import dev.llmbench.metric.Statistic;
import dev.llmbench.result.Conversations;
import dev.llmbench.sample.ConversationEnd;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in one line what came of the conversations. */
public final class ConversationLine {
    private ConversationLine() {}

    /** How they ended and how long they took. */
    public static String of(Conversations conversations) {
        String ends = Stream.of(ConversationEnd.values())
                .filter(end -> end != ConversationEnd.UNANSWERED || conversations.count(end) > 0)
                .map(end -> Figures.count(conversations.count(end)) + " " + end.word())
                .collect(Collectors.joining(", "));
        if (conversations.duration().isEmpty()) {
            return ends;
        }
        return ends + "; "
                + String.format(Locale.ROOT, "%.1f", conversations.meanTurns().orElse(0)) + " turns on average; took "
                + times(conversations.duration()) + ", in requests " + times(conversations.requestTime());
    }

    private static String times(Distribution lengths) {
        return "p50 " + shown(lengths, 50) + " and p95 " + shown(lengths, 95);
    }

    private static String shown(Distribution lengths, double percent) {
        return Format.micros(lengths.micros(Statistic.percentile(percent)).orElse(0));
    }
}

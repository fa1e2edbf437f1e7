package dev.llmbench.report;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Against;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.LoadTimeline;
import dev.llmbench.plan.ModelProfile;
import dev.llmbench.plan.Reach;
import dev.llmbench.plan.Target;
import dev.llmbench.result.Block;
import dev.llmbench.result.Conversations;
import dev.llmbench.result.DatasetUse;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import dev.llmbench.result.ReadingNotes;
import dev.llmbench.sample.ConversationEnd;
import dev.llmbench.sample.TokenSource;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Describes a run in single lines that are the same in every report. */
public final class RunLines {
    /** The minimum time that the load must be held; over a shorter time, a drift per hour is too imprecise to be of use. */
    private static final Duration LEAST_SOAK = Duration.ofMinutes(10);

    /** The warning if certificates are not verified. */
    public static final String UNVERIFIED =
            "trust = \"insecure\" accepts any certificate, so the server's identity is not verified";

    /** The metrics whose drift is reported. */
    public static final List<Metric> DRIFTING = List.of(Metric.TTFT, Metric.TPOT, Metric.ERROR_RATE);

    private RunLines() {}

    /** A line and its label. */
    public record Line(String label, String text) {}

    /** Describes the load and how long it took. */
    public static String load(LoadResult result) {
        return LoadLine.of(result.plan()) + "; took " + rounded(result.facts().elapsed());
    }

    /** Describes how the requests ended. */
    public static String requests(Measurement run) {
        return Figures.count(run.ok()) + " ok, " + Figures.counted(run.errors(), "error") + ", "
                + Figures.count(run.interrupted()) + " interrupted; error rate " + Figures.share(run.errorRate());
    }

    /** Returns requests per second and, if known, tokens per second. */
    public static String throughput(LoadResult result) {
        Measurement run = result.run();
        String requests = Figures.rate(run, Metric.REQUEST_THROUGHPUT) + " req/s";
        String total = Figures.rate(run, Metric.TOTAL_TOKEN_THROUGHPUT);
        boolean promptsKnown = run.completed().promptTokens() > 0;
        if (run.ok() > 0 && run.tokenSources().isEmpty()) {
            return requests + (promptsKnown ? ", " + total + " prompt tok/s" : "");
        }
        // Without the prompts' lengths, the total would equal the output.
        return requests + ", " + Figures.rate(run, Metric.OUTPUT_TOKEN_THROUGHPUT) + " output tok/s"
                + (promptsKnown ? ", " + total + " total tok/s" : "")
                + Figures.estimated(result, Metric.OUTPUT_TOKEN_THROUGHPUT);
    }

    /** Returns the version of HTTP that was used; empty if HTTP/1.1 was asked for. */
    private static Optional<String> httpVersion(LoadResult result) {
        Set<HttpVersion> spoken = result.facts().spoken();
        if (result.plan().target().httpVersion() == HttpVersion.HTTP_1_1 || spoken.isEmpty()) {
            return Optional.empty();
        }
        String shown = spoken.stream().map(HttpVersion::shown).collect(Collectors.joining(" and "));
        return Optional.of(
                spoken.contains(HttpVersion.HTTP_2)
                        ? shown
                        : shown + ", since the server does not offer HTTP/2, which was requested");
    }

    /** Describes the transport, unless event loops connected directly. */
    private static String transport(Target target) {
        Reach reach = target.reach();
        return target.transport()
                + reach.proxy()
                        .map(proxy -> ", through the proxy " + proxy.shown())
                        .orElse("")
                + reach.certificate()
                        .map(certificate -> ", with the client certificate " + certificate.said())
                        .orElse("")
                + (target.usesEventLoops() ? "" : "; possible delays of timestamps are only bounded roughly");
    }

    /** Describes the endpoint that the run's own was compared with, and how. */
    public static String against(LoadResult result, Against against) {
        long pairs = result.facts().blocks().stream()
                .collect(Collectors.groupingBy(Block::pair, Collectors.counting()))
                .values()
                .stream()
                .filter(blocks -> blocks == 2)
                .count();
        return against.target().shownEndpoint()
                + (against.takesTurns()
                        ? ", in turn: " + Figures.counted(pairs, "pair") + " of blocks of "
                                + Durations.format(against.block())
                        : ", both at the same time")
                + (against.target().isUnverified() ? "; " + UNVERIFIED : "");
    }

    private static String rounded(Duration elapsed) {
        ChronoUnit unit = elapsed.compareTo(Duration.ofSeconds(10)) < 0 ? ChronoUnit.MILLIS : ChronoUnit.SECONDS;
        return Durations.format(elapsed.truncatedTo(unit));
    }

    /** Returns the reasons for the overall verdict other than budgets. */
    public static List<Line> reasons(LoadResult result) {
        List<Line> lines = new ArrayList<>();
        result.testFailure().ifPresent(failure -> lines.add(new Line("Test failed", failure)));
        result.facts().aborted().ifPresent(why -> lines.add(new Line("Aborted", "The run " + why)));
        result.incompleteFiles().forEach(file -> lines.add(new Line("Incomplete", file)));
        String label = result.invalidCauses().isEmpty() ? "Accepted" : "Invalid";
        result.validity().causes().forEach(cause -> lines.add(new Line(label, cause)));
        return lines;
    }

    /** Returns remarks on anything unusual about the run, such as insecure TLS, estimated tokens or repeated prompts. */
    public static List<Line> remarks(LoadResult result) {
        LoadPlan plan = result.plan();
        List<Line> lines = new ArrayList<>();
        if (plan.target().isUnverified()) {
            lines.add(new Line("NOT SECURE", UNVERIFIED));
        }
        plan.against().ifPresent(against -> {
            lines.add(new Line("Against", against(result, against)));
            against.notes(plan).forEach(note -> lines.add(new Line("Comparison", note)));
        });
        httpVersion(result).ifPresent(spoken -> lines.add(new Line("Protocol", spoken)));
        lines.add(new Line("Transport", transport(plan.target())));
        if (result.facts().reconnects() > 0) {
            lines.add(new Line("Reconnects", reconnects(result.facts().reconnects())));
        }
        if (!plan.request().streaming()) {
            lines.add(new Line(
                    "Streaming",
                    "off: TTFT is the time to the first byte of the document, and "
                            + (plan.twoLengths().isPresent() ? "TPOT comes from two lengths" : "there is no TPOT")));
        }
        if (result.run().tokenSources().contains(TokenSource.CHUNKS)) {
            lines.add(new Line(
                    "Tokens", "estimated where marked: no usage from the server, so each chunk counts as one"));
        } else if (result.run().tokenSources().contains(TokenSource.TOKENIZER)) {
            lines.add(new Line(
                    "Tokens", "counted by " + plan.tokenizer().orElse("a tokenizer") + " if the server sent no usage"));
        }
        result.readingNotes().each().forEach(note -> lines.add(new Line("Reading", reading(note))));
        result.facts()
                .dataset()
                .filter(DatasetUse::hasRepeats)
                .ifPresent(use -> lines.add(new Line("Dataset", repeats(use))));
        result.generatorHint().ifPresent(hint -> lines.add(new Line("Hint", hint)));
        return lines;
    }

    private static String reconnects(long count) {
        return Figures.counted(count, "request")
                + " sent again because the server had closed the idle"
                + " connection; their time continues, and they are not errors";
    }

    private static String repeats(DatasetUse use) {
        return String.format(
                Locale.ROOT,
                "each of %,d prompts was sent %.2f times on average; a server's prefix cache makes repeats look fast;"
                        + " set saltPrompts = true to prevent that",
                use.prompts(),
                use.cycles());
    }

    /** Returns the breakpoint, recovery and drift, if the run has them. */
    public static List<Line> overTime(LoadResult result) {
        List<Line> lines = new ArrayList<>();
        result.breakpoint().ifPresent(found -> lines.add(new Line("Breakpoint", found.inWords())));
        result.recovery().ifPresent(recovery -> lines.add(new Line("Recovery", recovery.inWords())));
        if (LoadTimeline.of(result.plan().load()).longestSteady().length().compareTo(LEAST_SOAK) >= 0) {
            DRIFTING.stream()
                    .map(result::drift)
                    .filter(drift -> drift.unknown().isEmpty())
                    .forEach(drift -> lines.add(new Line("Drift", drift.inWords())));
        }
        return lines;
    }

    /** Returns the limits that make a request good, such as {@code TTFT ≤ 300 ms, TPOT ≤ 50 ms}. */
    public static String goodputLimits(LoadPlan plan) {
        return plan.goodput().limits().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(limit -> limit.getKey().label() + " ≤ "
                        + Format.micros(limit.getValue().toNanos() / 1e3))
                .collect(Collectors.joining(", "));
    }

    /** Describes how conversations ended and how long they took. */
    public static String conversations(Conversations conversations) {
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

    /** Describes how much of the model's hardware was used: MBU and MTU. */
    public static String modelUse(ModelProfile profile, Measurement measured) {
        return "MBU " + Figures.share(measured.value(Metric.MBU, Statistic.VALUE)) + ", MTU (MFU in tokens) "
                + Figures.share(measured.value(Metric.MTU, Statistic.VALUE)) + " of " + profile.name();
    }

    /** Describes how answers were read if they were unusual. */
    public static String reading(ReadingNotes.Counted note) {
        String details = String.join(", ", note.details());
        return Figures.counted(note.requests(), "answer") + ": "
                + switch (note.kind()) {
                    case UNKNOWN_FIELDS ->
                        "output was in unknown fields (" + details
                                + "), so TTFT and TPOT of streamed answers are estimated";
                    case NOTHING_SHOWN ->
                        "the server counted output tokens but its stream showed none"
                                + (details.isEmpty() ? "" : " (there was text in " + details + ")")
                                + ", so there is no TTFT and no TPOT";
                    case MORE_TOKENS_THAN_SHOWN ->
                        "the server's count of tokens does not fit the text that was shown, so TPOT is estimated";
                    case REASONING_SUMMARY ->
                        "only a summary of the reasoning was shown, so TPOT counts from the output that follows it";
                    case REASONING_HIDDEN -> "the reasoning was not shown, so TPOT only counts the other tokens";
                    case REASONING_ON_TOP ->
                        "reasoning tokens were not included in completion_tokens, so output tokens are the sum of both";
                    case USAGE_NOT_BELIEVED ->
                        "the server's count of output tokens is implausible (" + details + ") and was ignored";
                    case UNKNOWN_FINISH_REASON ->
                        "the finish reason is unknown (" + details + ") and counts as a normal end";
                    case UNREADABLE_RETRY_AFTER -> "Retry-After could not be parsed (" + details + ") and was ignored";
                };
    }
}

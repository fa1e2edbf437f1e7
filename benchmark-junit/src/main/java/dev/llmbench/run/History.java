package dev.llmbench.run;

import dev.llmbench.budget.Verdict;
import dev.llmbench.budget.Verdicts;
import dev.llmbench.dataset.Dataset;
import dev.llmbench.history.CiRun;
import dev.llmbench.history.ComparableRuns;
import dev.llmbench.history.DatabaseUser;
import dev.llmbench.history.LoadSeries;
import dev.llmbench.history.MachineClass;
import dev.llmbench.history.RecordedFigure;
import dev.llmbench.history.Recording;
import dev.llmbench.history.RunHistory;
import dev.llmbench.history.RunRecord;
import dev.llmbench.history.Standing;
import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.regression.Baseline;
import dev.llmbench.regression.ComparedFigure;
import dev.llmbench.regression.HistoryJudge;
import dev.llmbench.regression.PairJudge;
import dev.llmbench.regression.Question;
import dev.llmbench.regression.RelativeBudget;
import dev.llmbench.regression.RelativeVerdict;
import dev.llmbench.regression.RunFigure;
import dev.llmbench.report.Revision;
import dev.llmbench.report.Versions;
import dev.llmbench.report.json.LoadSettings;
import dev.llmbench.result.Comparisons;
import dev.llmbench.result.FigureComparison;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/**
 * Compares a run with earlier ones and adds it to them. Accesses no files unless a budget or an assertion is relative or the
 * user enables the history.
 */
public final class History {
    private static final List<Metric> LATENCIES = List.of(Metric.TTFT, Metric.TPOT, Metric.E2E);
    private static final List<Metric> RATES = List.of(Metric.REQUEST_THROUGHPUT, Metric.OUTPUT_TOKEN_THROUGHPUT);
    private static final List<Statistic> STATISTICS =
            List.of(Statistic.MEAN, Statistic.percentile(50), Statistic.percentile(95), Statistic.percentile(99));
    private static final int DIGITS = 16;

    private final HistorySettings settings;
    private final Path project;
    private final Map<String, String> environment;
    private final Dataset dataset;
    private final List<RelativeVerdict> asserted = new CopyOnWriteArrayList<>();
    private final Set<String> warnings = new CopyOnWriteArraySet<>();
    private @Nullable ComparableRuns earlier;
    private @Nullable String digest;

    /**
     * Creates the history of a project's load test.
     *
     * @param environment the environment variables, which identify the CI job
     * @param dataset the prompts; only runs with the same prompts are compared
     */
    public History(HistorySettings settings, Path project, Map<String, String> environment, Dataset dataset) {
        this.settings = settings;
        this.project = project;
        this.environment = environment;
        this.dataset = dataset;
    }

    /** Returns the result with a verdict on each relative budget of its plan. */
    LoadResult compared(LoadResult measured, List<String> messages) {
        List<RelativeBudget> asked = relative(measured.plan());
        asserted.clear();
        warnings.clear();
        earlier = null;
        List<FigureComparison> compared = compare(measured, asked, warnings);
        messages.addAll(warnings);
        return measured.with(new Comparisons(compared, budget -> asserted(measured, budget)));
    }

    private Optional<FigureComparison> asserted(LoadResult measured, RelativeBudget budget) {
        List<FigureComparison> compared = compare(measured, List.of(budget), warnings);
        compared.forEach(comparison -> asserted.add(comparison.verdict()));
        return compared.stream().findFirst();
    }

    private static List<RelativeBudget> relative(LoadPlan plan) {
        return plan.judgedBudgets().stream()
                .filter(Budget::isRelative)
                .map(Budget::relative)
                .distinct()
                .toList();
    }

    private List<FigureComparison> compare(
            LoadResult measured, List<RelativeBudget> budgets, Collection<String> messages) {
        if (budgets.isEmpty()) {
            return List.of();
        }
        ComparableRuns runs = earlier(measured.plan());
        messages.addAll(runs.warnings());
        if (measured.endpointPair().isPresent()) {
            return measured.endpointPair().get().compare(budgets, runs::equalRuns);
        }
        List<Question> questions = new ArrayList<>();
        for (RelativeBudget budget : budgets) {
            measured.figure(budget.figure())
                    .ifPresent(figure -> questions.add(new Question(
                            budget,
                            new RunFigure(figure, runs.epoch(), "this run", true),
                            runs.baseline(budget.figure()))));
        }
        List<RelativeVerdict> verdicts = new HistoryJudge(job().isDefaultBranch()).judge(questions);
        List<FigureComparison> comparisons = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            Baseline baseline = questions.get(i).baseline();
            comparisons.add(
                    new FigureComparison(verdicts.get(i), questions.get(i).now(), baseline.runs(), List.of()));
        }
        return comparisons;
    }

    /** Reads the earlier runs once for each run, since each assertion may ask for them. */
    private synchronized ComparableRuns earlier(LoadPlan plan) {
        if (earlier == null) {
            earlier = history().comparable(name(plan), series(plan), machine(), settings.epoch());
        }
        return earlier;
    }

    /**
     * Adds the run to the history if it is to be recorded.
     *
     * @return messages for the user, such as that the folder is not writable
     */
    List<String> record(Verdicts judged) {
        LoadResult result = judged.result();
        boolean isWanted =
                settings.recording().isPresent() || !relative(result.plan()).isEmpty();
        if (!isWanted) {
            return List.of();
        }
        Recording.Decision decision =
                settings.recording().orElse(Recording.AUTO).decide(job());
        if (!decision.records()) {
            return settings.recording().isPresent() ? List.of() : List.of("History: " + decision.why() + ".");
        }
        RunHistory.Written written = history().add(record(judged, job()));
        return written.problem().isEmpty() ? List.of() : List.of(written.problem() + ".");
    }

    private RunRecord record(Verdicts judged, CiRun job) {
        LoadResult result = judged.result();
        Revision revision = Revision.of(environment, project);
        RunRecord run = RunRecord.of(
                        name(result.plan()),
                        series(result.plan()),
                        settings.epoch(),
                        machine(),
                        result.facts().startedAt(),
                        figures(result))
                .from(
                        revision.commit().orElse(""),
                        job.branch().or(revision::branch).orElse(""),
                        job.url(),
                        Versions.library())
                .withHistograms(histograms(result));
        return invalid(judged)
                .map(why -> run.with(Standing.INVALID, why))
                .or(() -> broken(judged).map(why -> run.with(Standing.BREACH, why)))
                .orElse(run);
    }

    private static Optional<String> invalid(Verdicts judged) {
        return judged.invalidCauses().stream()
                .findFirst()
                .or(() -> judged.result().facts().cutShort())
                .or(() -> judged.result().facts().aborted());
    }

    /** In a run with many errors the surviving requests are fast, so it cannot serve as a baseline either. */
    private Optional<String> broken(Verdicts judged) {
        Optional<String> byAssertion = asserted.stream()
                .filter(verdict -> verdict.kind() == RelativeVerdict.Kind.BREACH)
                .map(RelativeVerdict::message)
                .findFirst();
        return byAssertion.isPresent()
                ? byAssertion
                : judged.all().stream()
                        .filter(verdict -> verdict.kind() == Verdict.Kind.BREACH)
                        .filter(verdict -> verdict.budget().isRelative()
                                || verdict.budget().metric() == Metric.ERROR_RATE)
                        .map(Verdict::message)
                        .findFirst();
    }

    private Map<String, RecordedFigure> figures(LoadResult result) {
        Set<ComparedFigure> wanted = new LinkedHashSet<>();
        relative(result.plan()).forEach(budget -> wanted.add(budget.figure()));
        LATENCIES.forEach(metric -> STATISTICS.forEach(statistic -> wanted.add(ComparedFigure.of(metric, statistic))));
        RATES.forEach(metric -> wanted.add(ComparedFigure.of(metric, Statistic.VALUE)));
        Map<String, RecordedFigure> figures = new TreeMap<>();
        for (ComparedFigure figure : wanted) {
            result.figure(figure)
                    .ifPresent(measured ->
                            figures.put(figure.key(), RecordedFigure.of(measured, samples(result, figure))));
        }
        if (job().isDefaultBranch()) {
            // On the default branch both endpoints run the same code, so they differ only by chance.
            for (FigureComparison comparison : result.comparisons().all()) {
                PairJudge.ratio(comparison.blocks())
                        .ifPresent(ratio -> figures.put(
                                ComparableRuns.pairKey(
                                        comparison.verdict().budget().figure()),
                                ComparableRuns.kept(ratio)));
            }
        }
        return figures;
    }

    private static long samples(LoadResult result, ComparedFigure figure) {
        Measurement measured =
                figure.stage().isPresent() ? result.stage(figure.stage().getAsInt()) : result.run();
        return figure.metric().isLatency() ? measured.latency(figure.metric()).count() : measured.ok();
    }

    private static Map<String, Distribution> histograms(LoadResult result) {
        Map<String, Distribution> histograms = new TreeMap<>();
        LATENCIES.forEach(metric -> histograms.put(metric.key(), result.run().latency(metric)));
        return histograms;
    }

    private String name(LoadPlan plan) {
        return settings.test().isEmpty() ? plan.test() : settings.test();
    }

    private LoadSeries series(LoadPlan plan) {
        Map<String, String> load = new TreeMap<>(LoadSettings.of(plan));
        load.put("prompts", prompts());
        load.put("salted", String.valueOf(dataset.salted()));
        return new LoadSeries(load);
    }

    /** Names the prompts, by a digest of themselves: a moved file is the same load, an edited one is not. */
    private synchronized String prompts() {
        if (digest == null) {
            digest = digest();
        }
        return digest;
    }

    private String digest() {
        if (dataset.trace().isPresent()) {
            return dataset.name() + " of " + dataset.prompts().size() + " requests";
        }
        return dataset.digest().substring(0, DIGITS);
    }

    private MachineClass machine() {
        return MachineClass.current(settings.environmentClass(), "");
    }

    private CiRun job() {
        return CiRun.of(environment, settings.defaultBranch());
    }

    private RunHistory history() {
        return RunHistory.at(settings.folder(), project, DatabaseUser.of(environment));
    }
}

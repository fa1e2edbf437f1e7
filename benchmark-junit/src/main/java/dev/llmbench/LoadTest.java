package dev.llmbench;

import dev.llmbench.budget.Verdicts;
import dev.llmbench.dataset.Dataset;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.prompt.Tokenizer;
import dev.llmbench.report.Terminal;
import dev.llmbench.report.console.Console;
import dev.llmbench.report.console.ConsoleProgress;
import dev.llmbench.report.console.ProgressView;
import dev.llmbench.report.csv.PairsCsv;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.report.files.NotStarted;
import dev.llmbench.report.files.OutputDirectory;
import dev.llmbench.report.html.NotableRequests;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.RunFacts;
import dev.llmbench.result.RunRecorder;
import dev.llmbench.run.Generator;
import dev.llmbench.run.GeneratorWarmUp;
import dev.llmbench.run.History;
import dev.llmbench.run.JacksonVersion;
import dev.llmbench.run.LoadCarrier;
import dev.llmbench.run.LoadRun;
import dev.llmbench.run.Outputs;
import dev.llmbench.run.RequestOrder;
import dev.llmbench.run.RunOutputs;
import dev.llmbench.run.RunReport;
import dev.llmbench.run.ShutdownGuard;
import dev.llmbench.sample.StallInjection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A load test that is ready to run: validated, its prompts read, nothing sent yet.
 *
 * <pre>{@code
 * LoadResult result = LoadTest.builder()
 *         .endpoint("http://localhost:8000/v1/chat/completions")
 *         .dataset("datasets/llama4/prompts_chat_50_100.jsonl")
 *         .stage(10, Duration.ofSeconds(30))
 *         .build()
 *         .run();
 * }</pre>
 */
public final class LoadTest {
    private static final int LONGEST_FAILURE = 1_000;

    private final LoadPlan plan;
    private final Dataset dataset;
    private final Optional<Tokenizer> tokenizer;
    private final RequestOrder requests;
    private final Path directory;
    private final boolean probed;
    private StallInjection stalls = StallInjection.NONE;
    private GeneratorWarmUp warmUp = GeneratorWarmUp.OF_THIS_JVM;
    private @Nullable RunReport report;
    private @Nullable Verdicts verdicts;
    private final Outputs outputs;
    private final History history;
    private final Optional<Supplier<LoadCarrier>> elsewhere;

    LoadTest(
            LoadPlan plan,
            Dataset dataset,
            Optional<Tokenizer> tokenizer,
            Path directory,
            boolean probed,
            Outputs outputs,
            History history,
            Optional<Supplier<LoadCarrier>> elsewhere) {
        this.plan = plan;
        this.dataset = dataset;
        this.tokenizer = tokenizer;
        this.directory = directory;
        this.probed = probed;
        this.outputs = outputs;
        this.history = history;
        this.elsewhere = elsewhere;
        this.requests = new RequestOrder(plan, dataset);
    }

    /**
     * Returns a builder for a load test.
     *
     * @throws dev.llmbench.plan.ConfigurationException if the version of Jackson on the class path is too old
     */
    public static LoadTestBuilder builder() {
        JacksonVersion.require();
        return new LoadTestBuilder();
    }

    /** Returns what this test is configured to do. */
    public LoadPlan plan() {
        return plan;
    }

    /**
     * Runs the load and waits for it to end: the stages, plus at most the graceful stop and a connect timeout. Writes {@code
     * requests.csv}, {@code run.json}, {@code summary.json}, {@code summary.md} and {@code report.html} to the output
     * directory, however the run ends, and a summary to the console. A broken budget throws nothing; see {@link #verdicts}.
     * A file that cannot be written, for example because the disk is full, does not end the run; see {@link
     * LoadResult#incompleteFiles}.
     *
     * @throws InterruptedException if the calling thread is interrupted; the load has ended and the files are complete
     * @throws dev.llmbench.plan.ConfigurationException if the output directory cannot be written, in which case nothing was
     *     sent; or if the endpoint cannot be reached or rejects the probe request, in which case the files of the previous
     *     run are kept and the page that lists the load tests says that this one did not start
     * @throws IllegalStateException if the load generator itself fails; the files hold what it measured until then
     */
    public LoadResult run() throws InterruptedException {
        return run(elsewhere.isPresent() ? elsewhere.get().get() : generator());
    }

    private LoadCarrier generator() {
        return new Generator(plan, requests, tokenizer)
                .probed(probed)
                .warmUp(warmUp)
                .stalls(stalls);
    }

    LoadResult run(LoadCarrier carrier) throws InterruptedException {
        OutputDirectory.Claim claim = OutputDirectory.claim(directory);
        try (carrier) {
            return run(carrier, OutputDirectory.prepare(directory));
        } finally {
            claim.close();
        }
    }

    /**
     * Reports how the test around the last run ended, see {@link LoadTestBuilder#concluded}. If the test's own assertions
     * failed, their message replaces the verdict in all files of the run and is printed to the console.
     *
     * @param result the result of the run
     * @param failure the message of the failed assertion; empty if the assertions passed
     * @return the result with the updated verdict
     * @throws IllegalStateException if there was no run
     */
    public LoadResult conclude(LoadResult result, Optional<String> failure) {
        if (report == null) {
            throw new IllegalStateException("There is no run to conclude: call run() first");
        }
        verdicts = report.conclude(
                verdicts().with(result),
                failure.map(Verdicts::withoutContext).map(LoadTest::onOneLine).map(plan.secrets()::maskedIn));
        return verdicts.result();
    }

    /**
     * Returns the verdicts on the last run, as reported in its files and on the console.
     *
     * @throws IllegalStateException if there was no run
     */
    public Verdicts verdicts() {
        if (verdicts == null) {
            throw new IllegalStateException("There is no run to judge: call run() first");
        }
        return verdicts;
    }

    private static String onOneLine(String message) {
        String line = message.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_FAILURE ? line : line.substring(0, LONGEST_FAILURE) + "…";
    }

    /** Makes the generator stall now and then, so that a test can observe the effect. */
    LoadTest with(StallInjection injection) {
        stalls = injection;
        return this;
    }

    /** Replaces the warm-up of this JVM, for example with one that has nothing left to do. */
    LoadTest with(GeneratorWarmUp other) {
        warmUp = other;
        return this;
    }

    private LoadResult run(LoadCarrier carrier, Path files) throws InterruptedException {
        if (!outputs.quiet()) {
            Console.print(ConsoleProgress.opening(plan, Terminal.ofStandardOutput()));
            dataset.notes().forEach(note -> Console.print("Dataset " + dataset.name() + ": " + note));
        }
        prepare(carrier, files);
        OutputDirectory.keepPrevious(files);
        RequestsCsv csv = createCsv(files);
        Optional<PairsCsv> pairs = createPairsCsv(files);
        RunRecorder recorder = new RunRecorder(plan, pair -> pairs.ifPresent(rows -> rows.accept(pair)));
        NotableRequests notable = new NotableRequests();
        RunOutputs further = outputs.during(plan, files);
        ProgressView progress = ProgressView.ofStandardOutput(plan, outputs.effectiveProgress(), outputs.environment());
        LoadRun run = new LoadRun(plan, carrier, recorder, csv, notable, further, progress);
        Verdicts judged = ShutdownGuard.over(carrier, () -> {
            RunFacts facts = carryOut(run, csv);
            LoadResult measured = recorder.result(facts, csv.samples()).in(files);
            pairs.ifPresent(PairsCsv::close);
            RunReport runReport = new RunReport(outputs, files, notable, history);
            report = runReport;
            return runReport.of(
                    measured.withIncompleteFiles(incomplete(files, csv, pairs, further)), further.problems(false));
        });
        verdicts = judged;
        if (carrier.failure().isPresent()) {
            throw new IllegalStateException(
                    "The load engine failed; what it measured until then is in " + files,
                    carrier.failure().get());
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("The load test was interrupted; what it measured is in " + files);
        }
        return judged.result();
    }

    /** A load that cannot start leaves a note, and keeps the files of the previous run. */
    private void prepare(LoadCarrier carrier, Path files) throws InterruptedException {
        try {
            carrier.prepare(outputs.quiet() ? text -> {} : Console::print);
        } catch (ConfigurationException e) {
            new RunReport(outputs, files, new NotableRequests(), history)
                    .notStarted(NotStarted.of(plan, String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private static RunFacts carryOut(LoadRun run, RequestsCsv csv) {
        try (csv) {
            return run.carryOut();
        }
    }

    private RequestsCsv createCsv(Path files) {
        try {
            return RequestsCsv.create(csvIn(files), plan);
        } catch (IOException e) {
            throw OutputDirectory.unusable(files, e);
        }
    }

    private Optional<PairsCsv> createPairsCsv(Path files) {
        try {
            return plan.twoLengths().isPresent()
                    ? Optional.of(PairsCsv.create(files.resolve(PairsCsv.FILE_NAME)))
                    : Optional.empty();
        } catch (IOException e) {
            throw OutputDirectory.unusable(files, e);
        }
    }

    private static List<String> incomplete(Path files, RequestsCsv csv, Optional<PairsCsv> pairs, RunOutputs further) {
        List<String> incomplete = new ArrayList<>();
        csv.failure().ifPresent(e -> incomplete.add(csvIn(files) + " is incomplete: " + e));
        pairs.flatMap(PairsCsv::failure)
                .ifPresent(e -> incomplete.add(files.resolve(PairsCsv.FILE_NAME) + " is incomplete: " + e));
        incomplete.addAll(further.problems(true));
        return incomplete;
    }

    private static Path csvIn(Path files) {
        return files.resolve(RequestsCsv.FILE_NAME);
    }
}

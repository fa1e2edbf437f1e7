package dev.llmbench;

import dev.llmbench.budget.Verdicts;
import dev.llmbench.dataset.Dataset;
import dev.llmbench.dataset.PromptOrder;
import dev.llmbench.dataset.TraceOrder;
import dev.llmbench.dataset.trace.Trace;
import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.prompt.Prompt;
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
import dev.llmbench.result.DatasetUse;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.RunFacts;
import dev.llmbench.result.RunRecorder;
import dev.llmbench.run.CountedRequests;
import dev.llmbench.run.GeneratorWarmUp;
import dev.llmbench.run.History;
import dev.llmbench.run.JacksonVersion;
import dev.llmbench.run.LoadRun;
import dev.llmbench.run.Outputs;
import dev.llmbench.run.Probe;
import dev.llmbench.run.RequestsAhead;
import dev.llmbench.run.RunOutputs;
import dev.llmbench.run.RunReport;
import dev.llmbench.run.ShutdownGuard;
import dev.llmbench.run.TwoLengthRequests;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.StallInjection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
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
    /** One word and a space, held both as text and as part of the request body. */
    private static final int BYTES_PER_TOKEN = 12;

    private static final double BYTES_AHEAD = 32 << 20;
    private static final int LEAST_AHEAD = 16;
    private static final int MOST_AHEAD = 4_096;
    private static final int LONGEST_FAILURE = 1_000;

    private final LoadPlan plan;
    private final Dataset dataset;
    private final Optional<Tokenizer> tokenizer;
    private final IdentityHashMap<Prompt, PreparedRequest> requests = new IdentityHashMap<>();
    private final Path directory;
    private final boolean probed;
    private StallInjection stalls = StallInjection.NONE;
    private GeneratorWarmUp warmUp = GeneratorWarmUp.OF_THIS_JVM;
    private @Nullable RunReport report;
    private @Nullable Verdicts verdicts;
    private final Outputs outputs;
    private final History history;

    LoadTest(
            LoadPlan plan,
            Dataset dataset,
            Optional<Tokenizer> tokenizer,
            Path directory,
            boolean probed,
            Outputs outputs,
            History history) {
        this.plan = plan;
        this.dataset = dataset;
        this.tokenizer = tokenizer;
        this.directory = directory;
        this.probed = probed;
        this.outputs = outputs;
        this.history = history;
        List<Prompt> prompts = dataset.prompts();
        // A prompt that doesn't fit the endpoint fails here; all prompts are of one kind, so one is enough to tell.
        List<Prompt> prepared = isPrepared() ? prompts : prompts.subList(0, 1);
        // Every request of a trace has a length, and checking them would generate all of the texts.
        if (dataset.trace().isEmpty()) {
            plan.twoLengths().ifPresent(mode -> new TwoLengthRequests(plan, mode).requireLengths(prompts));
        }
        prepared.forEach(prompt -> requests.put(prompt, prepared(prompt)));
    }

    private PreparedRequest prepared(Prompt prompt) {
        return plan.twoLengths()
                .map(mode -> new TwoLengthRequests(plan, mode).of(prompt))
                .orElseGet(() -> PreparedRequest.of(prompt, plan.request()));
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
        if (dataset.trace().isEmpty()) {
            return run(this::inOrder);
        }
        Trace trace = dataset.trace().get();
        try (RequestsAhead candidates = ahead(trace, Arm.CANDIDATE);
                RequestsAhead baselines = plan.against().isPresent() ? ahead(trace, Arm.BASELINE) : null) {
            candidates.awaitFull();
            if (baselines == null) {
                return run(arm -> candidates);
            }
            baselines.awaitFull();
            return run(arm -> arm == Arm.CANDIDATE ? candidates : baselines);
        }
    }

    private RequestsAhead ahead(Trace trace, Arm arm) {
        int most = (int)
                Math.max(LEAST_AHEAD, Math.min(MOST_AHEAD, BYTES_AHEAD / (trace.meanInputTokens() * BYTES_PER_TOKEN)));
        if (plan.load().replay().isEmpty()) {
            Supplier<PreparedRequest> requestsInOrder = inOrder(arm);
            return new RequestsAhead(() -> Optional.of(requestsInOrder.get()), most);
        }
        TraceOrder order = new TraceOrder(dataset, saltSeed(arm));
        return new RequestsAhead(() -> order.hasNext() ? Optional.of(prepared(order.next())) : Optional.empty(), most);
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

    LoadResult run(Function<Arm, Supplier<PreparedRequest>> requestsInOrder) throws InterruptedException {
        OutputDirectory.Claim claim = OutputDirectory.claim(directory);
        try {
            return run(requestsInOrder, OutputDirectory.prepare(directory));
        } finally {
            claim.close();
        }
    }

    private LoadResult run(Function<Arm, Supplier<PreparedRequest>> requestsInOrder, Path files)
            throws InterruptedException {
        if (!outputs.quiet()) {
            Console.print(ConsoleProgress.opening(plan, Terminal.ofStandardOutput()));
            dataset.notes().forEach(note -> Console.print("Dataset " + dataset.name() + ": " + note));
        }
        if (probed) {
            probe(files);
        }
        OutputDirectory.keepPrevious(files);
        RequestsCsv csv = createCsv(files);
        Consumer<String> console = outputs.quiet() ? text -> {} : Console::print;
        warmUp.forPlan(plan, console).line().ifPresent(console);
        Optional<PairsCsv> pairs = createPairsCsv(files);
        RunRecorder recorder = new RunRecorder(plan, pair -> pairs.ifPresent(rows -> rows.accept(pair)));
        NotableRequests notable = new NotableRequests();
        RunOutputs further = outputs.during(plan, files);
        ProgressView progress = ProgressView.ofStandardOutput(plan, outputs.effectiveProgress(), outputs.environment());
        LoadRun run = new LoadRun(plan, dataset.trace(), tokenizer, recorder, csv, notable, further, progress, stalls);
        Verdicts judged = ShutdownGuard.over(run, () -> {
            CountedRequests counted = new CountedRequests(requestsInOrder.apply(Arm.CANDIDATE));
            Map<Arm, Supplier<PreparedRequest>> requestsOf = new EnumMap<>(Arm.class);
            requestsOf.put(Arm.CANDIDATE, counted);
            plan.against().ifPresent(it -> requestsOf.put(Arm.BASELINE, requestsInOrder.apply(Arm.BASELINE)));
            RunFacts facts = carryOut(run, csv, requestsOf).toBuilder()
                    .dataset(Optional.of(new DatasetUse(dataset.prompts().size(), counted.count(), dataset.salted())))
                    .build();
            LoadResult measured = recorder.result(facts, csv.samples()).in(files);
            pairs.ifPresent(PairsCsv::close);
            RunReport runReport = new RunReport(outputs, files, notable, history);
            report = runReport;
            return runReport.of(
                    measured.withIncompleteFiles(incomplete(files, csv, pairs, further)), further.problems(false));
        });
        verdicts = judged;
        if (run.failure().isPresent()) {
            throw new IllegalStateException(
                    "The load engine failed; what it measured until then is in " + files,
                    run.failure().get());
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("The load test was interrupted; what it measured is in " + files);
        }
        return judged.result();
    }

    /** Checks the endpoint first: a load that cannot start leaves a note and keeps the files of the previous run. */
    private void probe(Path files) throws InterruptedException {
        try {
            PreparedRequest request = prepared(dataset.prompts().get(0));
            new Probe(plan).send(request);
            if (plan.against().isPresent()) {
                new Probe(plan, Arm.BASELINE).send(request);
            }
        } catch (ConfigurationException e) {
            new RunReport(outputs, files, new NotableRequests(), history)
                    .notStarted(NotStarted.of(plan, String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private static RunFacts carryOut(LoadRun run, RequestsCsv csv, Map<Arm, Supplier<PreparedRequest>> requests) {
        try (csv) {
            return run.carryOut(requests);
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

    /** Whether the requests are built up front and sent repeatedly; otherwise each is built when it is due. */
    private boolean isPrepared() {
        return dataset.isInMemory() && !dataset.salted();
    }

    private Supplier<PreparedRequest> inOrder(Arm arm) {
        if (plan.twoLengths().isPresent() && dataset.salted()) {
            return new TwoLengthRequests(plan, plan.twoLengths().get()).salted(dataset);
        }
        PromptOrder order = new PromptOrder(dataset, plan.load().seed(), saltSeed(arm));
        return isPrepared() ? () -> Objects.requireNonNull(requests.get(order.next())) : () -> prepared(order.next());
    }

    /** Salts each endpoint differently, so that a shared cache cannot answer one with what the other asked for. */
    private long saltSeed(Arm arm) {
        return arm == Arm.CANDIDATE ? plan.load().seed() : ~plan.load().seed();
    }
}

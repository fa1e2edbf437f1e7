package dev.llmbench;

import dev.llmbench.engine.LoadEngine;
import dev.llmbench.metric.SampleHandOff;
import dev.llmbench.metric.Ticker;
import dev.llmbench.openai.OpenAiClient;
import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.prompt.Dataset;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.PromptOrder;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Recorder;
import dev.llmbench.result.RunFacts;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.function.Supplier;

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
    private final LoadPlan plan;
    private final Dataset dataset;
    private final IdentityHashMap<Prompt, PreparedRequest> requests = new IdentityHashMap<>();
    private final Path directory;
    private final boolean quiet;

    LoadTest(LoadPlan plan, Dataset dataset, Path directory, boolean quiet) {
        this.plan = plan;
        this.dataset = dataset;
        this.directory = directory;
        this.quiet = quiet;
        dataset.prompts().forEach(prompt -> requests.put(prompt, PreparedRequest.of(prompt, plan.request())));
    }

    /** A load test to be described. */
    public static LoadTestBuilder builder() {
        return new LoadTestBuilder();
    }

    /** What this test asks for. */
    public LoadPlan plan() {
        return plan;
    }

    /**
     * Runs the load and waits for its end: the stages, and at most the graceful stop and a connect timeout more. Writes
     * {@code requests.csv}, {@code run.json} and {@code summary.json} to the output directory and a summary to the
     * console. Does not judge: budgets are held against the result by whoever asks.
     *
     * @throws InterruptedException if the calling thread is interrupted; the load is ended and its files are complete
     */
    public LoadResult run() throws InterruptedException {
        Recorder recorder = new Recorder(plan);
        SampleHandOff samples = new SampleHandOff(recorder, () -> {});
        RunFacts facts;
        try (OpenAiClient client =
                new OpenAiClient(plan.target(), plan.request().streaming(), Ticker.system())) {
            LoadEngine engine = new LoadEngine(plan, client, inOrder(), samples, Ticker.system());
            engine.start();
            facts = awaitEnd(engine);
        } finally {
            samples.close();
        }
        LoadResult result = recorder.result(facts, sink -> false);
        return quiet ? result : result.in(directory);
    }

    private static RunFacts awaitEnd(LoadEngine engine) throws InterruptedException {
        try {
            return engine.await();
        } catch (InterruptedException e) {
            engine.stop("the test was interrupted");
            engine.await();
            throw e;
        }
    }

    private Supplier<PreparedRequest> inOrder() {
        PromptOrder order = new PromptOrder(dataset, plan.load().seed());
        return () -> Objects.requireNonNull(requests.get(order.next()));
    }
}

package dev.llmbench.cluster;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.LoadTest;
import dev.llmbench.LoadTestBuilder;
import dev.llmbench.dataset.Dataset;
import dev.llmbench.dataset.DatasetOptions;
import dev.llmbench.dataset.Datasets;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.AbortRule;
import dev.llmbench.plan.ArmOrder;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadProfile;
import dev.llmbench.result.RunFacts;
import dev.llmbench.result.WorkerFacts;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator and workers in one JVM, with a simulator as the endpoint. */
class ClusterRunTest {
    private static final ClassLoader LOADER = ClusterRunTest.class.getClassLoader();

    private final InMemoryCluster cluster = new InMemoryCluster();
    private final List<Worker> workers = new ArrayList<>();
    private final ConcurrentLinkedQueue<RequestSample> samples = new ConcurrentLinkedQueue<>();
    private final List<String> console = new ArrayList<>();
    private Simulator simulator;

    @TempDir
    private Path directory;

    @BeforeEach
    void startSimulator() throws IOException {
        simulator = Simulator.builder()
                .ttft(ofMillis(10))
                .tpot(ofMillis(1))
                .outputTokens(10)
                .start();
        Files.writeString(
                directory.resolve("prompts.jsonl"),
                IntStream.range(0, 50)
                        .mapToObj(i -> "{\"prompt\": \"Once " + i + "\", \"max_tokens\": 10}")
                        .collect(Collectors.joining("\n")));
    }

    @AfterEach
    void end() {
        workers.forEach(Worker::close);
        simulator.close();
    }

    private void startWorkers(int number) {
        IntStream.rangeClosed(1, number).forEach(i -> startWorker("w" + i, WorkerLimits.NONE));
    }

    private Worker startWorker(String name, WorkerLimits limits) {
        Worker worker = new Worker(limits, line -> {});
        worker.serve(cluster.join(name, worker));
        workers.add(worker);
        return worker;
    }

    private LoadTestBuilder load() {
        return LoadTest.builder()
                .endpoint(simulator.url() + "/v1/completions")
                .projectDirectory(directory)
                .dataset("prompts.jsonl")
                .gracefulStop(ofSeconds(2));
    }

    private Coordinator coordinator(ClusterSettings settings, LoadTestBuilder load) {
        Dataset dataset = Datasets.load("prompts.jsonl", directory, LOADER);
        Assignment assignment = new Assignment(
                load.build().plan(),
                dataset,
                Datasets.find("prompts.jsonl", directory, LOADER),
                DatasetOptions.ofDefaults(),
                true);
        return new Coordinator(settings, assignment, listener -> cluster.join("coordinator", listener));
    }

    private static ClusterSettings settings(int workers) {
        return new ClusterSettings("hub:1", OptionalInt.of(workers), ofSeconds(20), false);
    }

    private RunFacts run(ClusterSettings settings, LoadTestBuilder load) throws InterruptedException {
        return run(settings, load, sample -> {});
    }

    private RunFacts run(ClusterSettings settings, LoadTestBuilder load, Consumer<RequestSample> onSample)
            throws InterruptedException {
        try (Coordinator coordinator = coordinator(settings, load)) {
            coordinator.prepare(console::add);
            RunFacts facts = coordinator.carryOut(
                    sample -> {
                        samples.add(sample);
                        onSample.accept(sample);
                    },
                    block -> {});
            assertThat(coordinator.failure()).isEmpty();
            return facts;
        }
    }

    @Test
    void theWorkersSendTheLoadTogether() throws Exception {
        startWorkers(3);

        RunFacts facts = run(settings(3), load().stage(6, Duration.ZERO).stage(6, ofSeconds(1)));

        assertThat(samples).allMatch(sample -> sample.outcome() == Outcome.OK);
        assertThat(samples.stream().map(RequestSample::user).collect(Collectors.toSet()))
                .isEqualTo(Set.of(1, 2, 3, 4, 5, 6));
        assertThat(samples.stream().map(RequestSample::worker).collect(Collectors.toSet()))
                .isEqualTo(Set.of(1, 2, 3));
        assertThat(samples)
                .allMatch(sample -> (sample.user() - 1) % 3 == sample.worker() - 1, "is of the user's own worker");
        // Each worker probed the endpoint once.
        assertThat(simulator.counts().received()).isEqualTo(samples.size() + 3L);
        assertThat(facts.cutShort()).isEmpty();
        assertThat(facts.workers()).hasSize(3).allSatisfy(worker -> {
            assertThat(worker.end()).isEmpty();
            assertThat(worker.rowless()).isZero();
            assertThat(worker.rows()).isPositive();
        });
        assertThat(facts.workers().stream().mapToLong(WorkerFacts::rows).sum()).isEqualTo(samples.size());
        assertThat(facts.dataset().orElseThrow().handedOut()).isEqualTo(samples.size());
        assertThat(facts.elapsed()).isGreaterThanOrEqualTo(ofSeconds(1));
        assertThat(console).contains("Cluster hub:1: 3 workers (" + hosts(3) + ")");
    }

    private static String hosts(int number) {
        return String.join(", ", Collections.nCopies(number, Worker.host()));
    }

    @Test
    void arrivalsAreThoseOfOnePlan() throws Exception {
        startWorkers(3);

        run(settings(3), load().load(LoadModel.ARRIVAL_RATE).startRate(40).stage(40, ofSeconds(1)));

        assertThat(samples.stream().map(sample -> sample.at().scheduled()).sorted())
                .containsExactlyElementsOf(
                        IntStream.range(1, 40).mapToObj(i -> i * 25_000L).toList());
        assertThat(samples.stream().map(RequestSample::promptId)).doesNotHaveDuplicates();
    }

    @Test
    void aLostWorkerEndsTheLoadAndIsNamed() throws Exception {
        startWorkers(3);
        CountDownLatch rows = new CountDownLatch(30);
        Thread killer = new Thread(() -> {
            await(rows);
            cluster.lose("w2");
        });
        killer.start();

        RunFacts facts = run(settings(3), load().stage(6, ofSeconds(60)), sample -> rows.countDown());

        assertThat(facts.workers().get(1).end().orElseThrow()).startsWith("was lost at ");
        assertThat(facts.workers().get(0).end()).isEmpty();
        assertThat(facts.workers().get(0).rowless()).isZero();
        assertThat(facts.cutShort()).isEmpty();
        assertThat(facts.elapsed()).isLessThan(ofSeconds(60));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theOthersFinishIfTheRunIsToldTo() throws Exception {
        startWorkers(2);
        CountDownLatch rows = new CountDownLatch(10);
        Thread killer = new Thread(() -> {
            await(rows);
            cluster.lose("w2");
        });
        killer.start();

        RunFacts facts = run(
                new ClusterSettings("hub:1", OptionalInt.of(2), ofSeconds(20), true),
                load().stage(4, Duration.ZERO).stage(4, ofSeconds(2)),
                sample -> rows.countDown());

        assertThat(facts.workers().get(1).end()).isPresent();
        assertThat(facts.workers().get(0).end()).isEmpty();
        assertThat(facts.elapsed()).isGreaterThanOrEqualTo(ofSeconds(2));
    }

    @Test
    void aStopEndsTheLoadOfAllWorkersAndKeepsTheirRows() throws Exception {
        startWorkers(2);
        try (Coordinator coordinator = coordinator(settings(2), load().stage(4, ofSeconds(60)))) {
            coordinator.prepare(console::add);
            CountDownLatch rows = new CountDownLatch(20);
            Thread stopper = new Thread(() -> {
                await(rows);
                coordinator.stop("the JVM was shut down");
            });
            stopper.start();

            RunFacts facts = coordinator.carryOut(
                    sample -> {
                        samples.add(sample);
                        rows.countDown();
                    },
                    block -> {});

            assertThat(facts.cutShort()).contains("the JVM was shut down");
            assertThat(facts.workers())
                    .allSatisfy(worker -> assertThat(worker.rowless()).isZero());
            assertThat(simulator.counts().received()).isEqualTo(samples.size() + 2L);
        }
    }

    @Test
    void workersWithoutACoordinatorStopByThemselvesAndServeTheNext() throws Exception {
        startWorkers(2);
        try (Coordinator coordinator = coordinator(settings(2), load().stage(4, ofSeconds(60)))) {
            coordinator.prepare(console::add);
            CountDownLatch rows = new CountDownLatch(20);
            Thread run = new Thread(() -> coordinator.carryOut(sample -> rows.countDown(), block -> {}));
            run.start();
            rows.await();
            cluster.lose("coordinator");
            run.interrupt();
        }

        RunFacts facts = run(settings(2), load().stage(2, ofMillis(300)));

        assertThat(facts.cutShort()).isEmpty();
        assertThat(facts.workers()).hasSize(2);
    }

    @Test
    void aWorkerThatShutsDownDeliversItsRowsAndIsNamed() throws Exception {
        startWorkers(2);
        CountDownLatch rows = new CountDownLatch(20);
        Thread closer = new Thread(() -> {
            await(rows);
            workers.get(0).close();
        });
        closer.start();

        RunFacts facts = run(settings(2), load().stage(4, ofSeconds(60)), sample -> rows.countDown());

        assertThat(facts.workers().get(0).end()).contains("was shut down");
        assertThat(facts.workers().get(0).rowless()).isZero();
    }

    @Test
    void tooFewWorkersFailWithAListOfThem() throws Exception {
        startWorkers(1);
        try (Coordinator first = coordinator(settings(1), load().name("first").stage(1, ofSeconds(1)))) {
            first.prepare(console::add);
            ClusterSettings impatient = new ClusterSettings("hub:1", OptionalInt.of(2), ofMillis(600), false);
            Coordinator second = new Coordinator(
                    impatient,
                    new Assignment(
                            load().stage(1, ofSeconds(1)).build().plan(),
                            Datasets.load("prompts.jsonl", directory, LOADER),
                            Datasets.find("prompts.jsonl", directory, LOADER),
                            DatasetOptions.ofDefaults(),
                            true),
                    listener -> cluster.join("second", listener));
            try (second) {
                assertThatThrownBy(() -> second.prepare(console::add))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("llmbench.cluster = hub:1 did not have 2 idle workers")
                        .hasMessageContaining(Worker.host() + " is busy with first on " + Worker.host())
                        .hasMessageContaining("llmbench.cluster-wait");
            }
        }
        assertThat(simulator.counts().received()).isEqualTo(1);
    }

    @Test
    void aWorkerOfAnotherBuildIsNotUsed() throws Exception {
        Group.Listener[] other = new Group.Listener[1];
        Group[] joined = new Group[1];
        other[0] = new Group.Listener() {
            @Override
            public void received(String from, byte[] message) {
                joined[0].tell(from, Message.encode(new Message.Here("0123", "0.0.9", "old-host", 4, "17", "", "n")));
            }

            @Override
            public void lost(String member) {}
        };
        joined[0] = cluster.join("old", other[0]);
        ClusterSettings impatient = new ClusterSettings("hub:1", OptionalInt.empty(), ofMillis(600), false);

        try (Coordinator coordinator = coordinator(impatient, load().stage(1, ofSeconds(1)))) {
            assertThatThrownBy(() -> coordinator.prepare(console::add))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("old-host is of version 0.0.9 (0123)");
        }
    }

    @Test
    void aWorkerRefusesWhatItsOperatorForbids() throws Exception {
        startWorker("w1", WorkerLimits.NONE);
        startWorker("w2", new WorkerLimits(List.of("https://*.staging.example/**"), OptionalInt.empty(), true));

        try (Coordinator coordinator = coordinator(settings(2), load().stage(2, ofSeconds(1)))) {
            assertThatThrownBy(() -> coordinator.prepare(console::add))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("worker 2 (" + Worker.host() + ")")
                    .hasMessageContaining("does not allow the endpoint " + simulator.url() + "/v1/completions");
        }
        assertThat(samples).isEmpty();
    }

    @Test
    void anEndpointThatNoWorkerReachesFailsBeforeTheLoad() throws Exception {
        startWorkers(2);
        LoadTestBuilder load =
                load().endpoint("http://127.0.0.1:1/v1/completions").stage(2, ofSeconds(1));

        try (Coordinator coordinator = coordinator(settings(2), load)) {
            assertThatThrownBy(() -> coordinator.prepare(console::add))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("worker 1 (" + Worker.host() + "), worker 2 (" + Worker.host() + "): ")
                    .hasMessageContaining("127.0.0.1:1");
        }
    }

    @Test
    void aBudgetThatTheMergedRowsBreakAbortsTheLoad() throws Exception {
        startWorkers(2);
        LoadTestBuilder load = load().stage(8, Duration.ZERO)
                .stage(8, ofSeconds(60))
                .budget(new Budget(
                        Metric.TTFT, Statistic.percentile(95), Budget.Bound.AT_MOST, 1_000, OptionalInt.empty()))
                .abortOnBreach(new AbortRule(ofMillis(500), 50));

        RunFacts facts = run(settings(2), load);

        assertThat(facts.aborted().orElseThrow()).contains("a budget was provably broken");
        assertThat(facts.cutShort()).isEmpty();
        assertThat(facts.workers())
                .allSatisfy(worker -> assertThat(worker.end()).isEmpty());
        assertThat(facts.elapsed()).isLessThan(ofSeconds(60));
    }

    @Test
    void noMoreWorkersAreUsedThanThereAreUsers() throws Exception {
        startWorkers(3);

        run(
                new ClusterSettings("hub:1", OptionalInt.empty(), ofSeconds(20), false),
                load().stage(2, Duration.ZERO).stage(2, ofMillis(300)));

        assertThat(samples.stream().map(RequestSample::worker).collect(Collectors.toSet()))
                .isEqualTo(Set.of(1, 2));
        assertThat(console.get(0)).contains("2 workers").contains("1 more is not needed");
    }

    @Test
    void aStopBeforeTheStartSendsNothing() throws Exception {
        startWorkers(2);
        try (Coordinator coordinator = coordinator(settings(2), load().stage(4, ofSeconds(60)))) {
            coordinator.prepare(console::add);
            coordinator.stop("the JVM was shut down");

            RunFacts facts = coordinator.carryOut(samples::add, block -> {});

            assertThat(facts.cutShort()).contains("the JVM was shut down");
            assertThat(facts.workers())
                    .allSatisfy(worker -> assertThat(worker.end()).isEmpty());
        }
        assertThat(samples).isEmpty();
        assertThat(simulator.counts().received()).isEqualTo(2);
    }

    @Test
    void whatAClusterCannotCarryOutIsRefusedBeforeAnythingIsSent() {
        LoadTestBuilder blocks = load().cluster("local:2")
                .against("http://127.0.0.1:1/v1/completions")
                .order(ArmOrder.BLOCKS)
                .startUsers(2)
                .stage(2, ofSeconds(60));
        assertThatThrownBy(blocks::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("order = \"BLOCKS\"")
                .hasMessageContaining("or run without llmbench.cluster");

        LoadTestBuilder search = load().cluster("local:2")
                .profile(LoadProfile.SEARCH)
                .startRate(10)
                .target(50)
                .hold(ofSeconds(5))
                .budget(new Budget(
                        Metric.TTFT, Statistic.percentile(95), Budget.Bound.AT_MOST, 1_000, OptionalInt.empty()));
        assertThatThrownBy(search::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("hold = \"5s\"")
                .hasMessageContaining("Hold each rate for 8s or longer");
        assertThat(simulator.counts().received()).isZero();
    }
}

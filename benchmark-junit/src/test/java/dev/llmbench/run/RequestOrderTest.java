package dev.llmbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.LoadTest;
import dev.llmbench.LoadTestBuilder;
import dev.llmbench.dataset.Dataset;
import dev.llmbench.dataset.DatasetOptions;
import dev.llmbench.dataset.Datasets;
import dev.llmbench.openai.Bodies;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.LoadShare;
import dev.llmbench.sample.Arm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests of all shares are those of one generator, whatever they are made from. */
class RequestOrderTest {
    private static final int REQUESTS = 60;

    @TempDir
    private Path directory;

    @BeforeEach
    void writeDatasets() throws IOException {
        write("texts.jsonl", 25, i -> "{\"prompt\": \"Once " + i + "\", \"max_tokens\": 20}");
        write("turns.jsonl", 25, i -> "{\"turns\": [\"Once " + i + "\", \"And then?\"], \"max_tokens\": 20}");
        write(
                "trace.jsonl",
                REQUESTS,
                i -> "{\"timestamp\": " + i * 100 + ", \"input_length\": " + (5 + i) + ", \"output_length\": 7}");
    }

    private interface Line {
        String of(int number);
    }

    private void write(String name, int lines, Line line) throws IOException {
        Files.writeString(
                directory.resolve(name),
                IntStream.range(0, lines).mapToObj(line::of).collect(Collectors.joining("\n")));
    }

    private LoadTestBuilder load(String dataset) {
        return LoadTest.builder()
                .endpoint("http://127.0.0.1:1/v1")
                .projectDirectory(directory)
                .dataset(dataset)
                .seed(7);
    }

    private void assertSharesAreTheWhole(int of, LoadTestBuilder load, DatasetOptions options, int[] order)
            throws InterruptedException {
        LoadPlan plan = load.build().plan();
        Dataset dataset = Datasets.load(plan.dataset(), directory, RequestOrderTest.class.getClassLoader(), options);
        List<String> whole = bodies(plan, dataset, LoadShare.WHOLE, order.length);
        List<String> shared = new ArrayList<>(whole);
        for (int index = 0; index < of; index++) {
            LoadShare share = new LoadShare(index, of);
            int[] own = IntStream.of(order)
                    .filter(i -> plan.twoLengths().isPresent() ? share.ownsPair(i) : share.owns(i))
                    .toArray();
            List<String> bodies = bodies(plan, dataset, share, own.length);
            for (int i = 0; i < own.length; i++) {
                shared.set(own[i], bodies.get(i));
            }
            assertThat(bodies).isEqualTo(IntStream.of(own).mapToObj(whole::get).toList());
        }
        assertThat(shared).isEqualTo(whole);
    }

    private static int[] first(int number) {
        return IntStream.range(0, number).toArray();
    }

    private static List<String> bodies(LoadPlan plan, Dataset dataset, LoadShare share, int number)
            throws InterruptedException {
        try (RequestFeed feed = new RequestOrder(plan, dataset).to(Arm.CANDIDATE, share)) {
            return Stream.generate(feed).limit(number).map(Bodies::of).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void plainPrompts(int of) throws Exception {
        assertSharesAreTheWhole(
                of, load("texts.jsonl").stage(1, Duration.ofSeconds(1)), DatasetOptions.ofDefaults(), first(REQUESTS));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void saltedPrompts(int of) throws Exception {
        assertSharesAreTheWhole(
                of,
                load("texts.jsonl").saltPrompts(true).stage(1, Duration.ofSeconds(1)),
                DatasetOptions.ofDefaults().withSalt(true),
                first(REQUESTS));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void saltedPairs(int of) throws Exception {
        assertSharesAreTheWhole(
                of,
                load("texts.jsonl").saltPrompts(true).tpotByDifference(10).stage(1, Duration.ofSeconds(1)),
                DatasetOptions.ofDefaults().withSalt(true),
                first(REQUESTS));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void conversations(int of) throws Exception {
        assertSharesAreTheWhole(
                of,
                load("turns.jsonl").conversations(true).stage(1, Duration.ofSeconds(1)),
                DatasetOptions.ofDefaults().withConversations(true),
                first(REQUESTS));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void traces(int of) throws Exception {
        assertSharesAreTheWhole(
                of,
                load("trace.jsonl").load(LoadModel.TRACE),
                DatasetOptions.ofDefaults().withSeed(7),
                first(REQUESTS));
    }

    @Test
    void saltsOfAllSharesDiffer() throws Exception {
        LoadPlan plan = load("texts.jsonl")
                .saltPrompts(true)
                .stage(1, Duration.ofSeconds(1))
                .build()
                .plan();
        Dataset dataset = Datasets.load(
                "texts.jsonl",
                directory,
                RequestOrderTest.class.getClassLoader(),
                DatasetOptions.ofDefaults().withSalt(true));
        List<String> all = new ArrayList<>();
        for (int index = 0; index < 3; index++) {
            all.addAll(bodies(plan, dataset, new LoadShare(index, 3), 50));
        }

        assertThat(all).doesNotHaveDuplicates();
    }
}

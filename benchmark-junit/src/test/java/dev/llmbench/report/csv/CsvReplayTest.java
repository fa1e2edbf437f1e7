package dev.llmbench.report.csv;

import static dev.llmbench.sample.Moments.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.ModelProfile;
import dev.llmbench.plan.Plans;
import dev.llmbench.report.Runs;
import dev.llmbench.report.SafeText;
import dev.llmbench.report.json.SummaryJson;
import dev.llmbench.result.LoadResult;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.PairPart;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReplayTest {
    private static final String[] PIECES = {
        "a", "é", "日", "🚀", "\"", ",", "'", "=", "-", "+", "@", "\t", "\r", "\n", " ", ";", "\ud800", "\u0000"
    };

    @TempDir
    Path directory;

    private Path file;
    private final List<RequestSample> replayed = new ArrayList<>();

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("requests.csv");
    }

    @Test
    void samplesComeBackAsTheyWere() throws IOException {
        Random random = new Random(11);
        List<RequestSample> samples =
                Stream.generate(() -> sample(random)).limit(3_000).toList();
        write(samples);

        assertThat(RequestsCsv.reader(file).replay(replayed::add)).isTrue();
        assertThat(replayed)
                .containsExactlyElementsOf(
                        samples.stream().map(CsvReplayTest::asKept).toList());
    }

    @Test
    void theFileGivesTheSameUseOfTheModelAgain() throws IOException {
        LoadPlan plan = Plans.with(ModelProfile.ready("llama-3.1-8b", "h100-sxm", 1), Runs.plan());
        List<RequestSample> samples = Runs.samples(TokenSource.USAGE);
        write(samples);
        RequestsCsv.reader(file).replay(replayed::add);

        LoadResult again = Runs.result(plan, replayed);

        assertThat(again.mbu()).isPresent().isEqualTo(Runs.result(plan, samples).mbu());
        assertThat(again.mtu()).isPresent().isEqualTo(Runs.result(plan, samples).mtu());
    }

    @Test
    void theFileGivesTheSameFiguresAgain() throws IOException {
        List<RequestSample> samples = Runs.samples(TokenSource.USAGE);
        write(samples);
        RequestsCsv.reader(file).replay(replayed::add);

        assertThat(figures(replayed)).isEqualTo(figures(samples));
    }

    @Test
    void everyPrefixOfAFileIsToldToBeIncompleteUnlessItEndsWithARow() throws IOException {
        write(List.of(sample(new Random(1)), sample(new Random(2))));
        byte[] whole = Files.readAllBytes(file);

        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            boolean wholeRows = length > 0 && whole[length - 1] == '\n';
            assertThat(RequestsCsv.reader(file).replay(sample -> {}))
                    .as("the first %d bytes", length)
                    .isEqualTo(wholeRows);
        }
    }

    @Test
    void theWriterKnowsWhetherTheFileHoldsAllThatItWrote() throws IOException {
        RequestsCsv csv = RequestsCsv.create(file, Runs.TARGET);
        csv.accept(sample(new Random(1)));
        csv.accept(sample(new Random(2)));
        csv.close();

        assertThat(csv.samples().replay(replayed::add)).isTrue();
        assertThat(replayed).hasSize(2);

        write(List.of(sample(new Random(3))));
        assertThat(csv.samples().replay(sample -> {})).isFalse();
    }

    @Test
    void aMissingFileIsNoCompleteOne() {
        assertThat(RequestsCsv.reader(file).replay(replayed::add)).isFalse();
    }

    @Test
    void aFileWithOtherColumnsIsNotRead() throws IOException {
        Files.writeString(file, "id,name\r\n1,x\r\n");

        assertThat(RequestsCsv.reader(file).replay(replayed::add)).isFalse();
        assertThat(replayed).isEmpty();
    }

    @Test
    void aRowWithACellThatIsNoNumberIsNotAccepted() throws IOException {
        write(List.of(sample(new Random(1))));
        Files.writeString(file, Files.readString(file).replaceFirst("(warmup|measured),\\d+", "$1,seven"));

        assertThat(RequestsCsv.reader(file).replay(replayed::add)).isFalse();
    }

    @Test
    void lineEndsAndQuotesOfOtherProgramsAreUnderstood() throws IOException {
        RequestSample sample = sample(new Random(1));
        write(List.of(sample));
        Files.writeString(
                file, Files.readString(file).replace("\r\n", "\n").replaceFirst("(warmup|measured)", "\"$1\""));

        assertThat(RequestsCsv.reader(file).replay(replayed::add)).isTrue();
        assertThat(replayed).containsExactly(asKept(sample));
    }

    @Test
    void anErrorOfTheSinkIsNotTakenForOneOfTheFile() throws IOException {
        write(List.of(sample(new Random(1))));

        assertThatThrownBy(() -> RequestsCsv.reader(file).replay(sample -> {
                    throw new IllegalArgumentException("the sink's own");
                }))
                .hasMessage("the sink's own");
    }

    /** All but those of chunk gaps, which are kept in the run's file. */
    private static String figures(List<RequestSample> samples) {
        ObjectNode summary = SummaryJson.of(Runs.result(Runs.plan(), samples), List.of());
        summary.findParents("chunk_gap").forEach(latencies -> ((ObjectNode) latencies).remove("chunk_gap"));
        return summary.toString();
    }

    private void write(List<RequestSample> samples) throws IOException {
        try (RequestsCsv csv = RequestsCsv.create(file, Runs.TARGET)) {
            samples.forEach(csv::accept);
        }
    }

    /** Text is kept on one line, and empty text is no text. */
    private static RequestSample asKept(RequestSample s) {
        return RequestSample.builder(s.at())
                .id(SafeText.oneLine(s.id(), 300))
                .test(SafeText.oneLine(s.test(), 300))
                .stage(s.stage())
                .phase(s.phase())
                .user(s.user())
                .promptId(SafeText.oneLine(s.promptId(), 300))
                .tokens(s.tokens())
                .maxChunkGap(s.maxChunkGap())
                .status(s.status())
                .outcome(s.outcome(), kept(s.error()))
                .finishReason(kept(s.finishReason()))
                .part(s.pair())
                .worker(s.worker())
                .build();
    }

    private static @Nullable String kept(@Nullable String text) {
        return text == null || text.isEmpty() ? null : SafeText.oneLine(text, 300);
    }

    private static RequestSample sample(Random random) {
        long scheduled = random.nextInt(1_000_000_000);
        return RequestSample.builder(Moments.scheduledAt(scheduled)
                        .dispatched(moment(random))
                        .connect(moment(random))
                        .sent(moment(random))
                        .headers(moment(random))
                        .firstEvent(moment(random))
                        .firstReasoning(moment(random))
                        .firstContent(moment(random))
                        .lastToken(moment(random))
                        .end(scheduled + random.nextInt(1_000_000_000))
                        .build())
                .id(text(random))
                .test(text(random))
                .stage(1 + random.nextInt(9))
                .phase(pick(random, Phase.values()))
                .user(1 + random.nextInt(1_000))
                .promptId(text(random))
                .tokens(new Tokens(
                        random.nextInt(100) - 1,
                        random.nextInt(100) - 1,
                        random.nextInt(100) - 1,
                        random.nextInt(10),
                        random.nextBoolean() ? null : pick(random, TokenSource.values()),
                        random.nextInt(100)))
                .maxChunkGap(moment(random))
                .status(random.nextBoolean() ? 0 : 200 + random.nextInt(400))
                .outcome(pick(random, Outcome.values()), random.nextBoolean() ? null : text(random))
                .finishReason(random.nextBoolean() ? null : text(random))
                .worker(random.nextInt(3))
                .build()
                .in(random.nextBoolean() ? null : pair(random));
    }

    private static PairPart pair(Random random) {
        return new PairPart(1 + random.nextInt(1_000), pick(random, PairPart.Role.values()), 1 + random.nextInt(100));
    }

    private static long moment(Random random) {
        return random.nextInt(4) == 0 ? ABSENT : random.nextLong(1L << random.nextInt(1, 50));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(pick(random, PIECES));
        }
        return text.toString();
    }

    private static <T> T pick(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}

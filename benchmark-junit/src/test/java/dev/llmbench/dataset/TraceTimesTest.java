package dev.llmbench.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.dataset.trace.Trace;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.TraceTimeUnit;
import dev.llmbench.prompt.Prompt;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a trace's times count seconds or milliseconds is told by the times, or asked. */
class TraceTimesTest {
    private static final DatasetOptions OPTIONS = DatasetOptions.ofDefaults();

    @ParameterizedTest
    @CsvSource({
        // Those of Mooncake: several at once, every three seconds, or one by one.
        "'0 0 0 3000 3000 5999 9000',9000",
        "'0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000',3000",
        "'0 0 40 277 471 529 639',639",
        "'27482 30535',3053",
        "'0 1000 2500',2500",
        "'5 5 5',0",
        "'7',0",
        // Unix times.
        "'1700000000000 1700000000001 1700000000002',2",
    })
    void wholeNumbersOfAUsualRateAreMilliseconds(String times, long millis) {
        assertThat(span(mooncake(times), OPTIONS)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "'0.0 0.35 1.2 2.9',2900",
        "'0 0.5 1 1 2',2000",
        "'61.114 61.9 64.002',2888",
        "'1700000000 1700000060 1700000180',180000",
        "'1700000000.25 1700000000.5',250",
        "'0 1e-05 2.5',2500",
    })
    void fractionsAtAUsualRateAndUnixTimesAreSeconds(String times, long millis) {
        Dataset dataset = read(mooncake(times), OPTIONS);

        assertThat(span(dataset)).isEqualTo(Duration.ofMillis(millis));
        assertThat(dataset.notes()).contains("its times are assumed to be seconds; set traceTimeUnit if they are not");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 1 1 2 3 5 8",
                "0 5 12 20 31",
                "5 45 118 184",
                "0 60 120 180 240",
                "0 30 75",
                "0 10 20 30 40",
                "0.5 120.25 300.75",
                "0 18.3 44.1 71.9",
                "100 100 101 101 101 102"
            })
    void timesThatCanBeEitherAreRefusedWithTheAttributeThatSaysIt(String times) {
        assertThatThrownBy(() -> read(mooncake(times), OPTIONS))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("dataset = \"/d/trace\" has times that may be seconds or milliseconds")
                .hasMessageContaining("traceTimeUnit = SECONDS or traceTimeUnit = MILLISECONDS");

        assertThat(read(mooncake(times), OPTIONS.withTimeUnit(TraceTimeUnit.SECONDS))
                        .prompts())
                .hasSameSizeAs(times.split(" "));
        assertThat(read(mooncake(times), OPTIONS.withTimeUnit(TraceTimeUnit.MILLISECONDS))
                        .prompts())
                .hasSameSizeAs(times.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"'5 45 118 184',179000", "'0 0 1 1 2',2000", "'5.5 500.25',494750", "'3',0"})
    void timesOfBurstGptAndBailianAreSeconds(String times, long millis) {
        assertThat(span(burstGpt(times), OPTIONS)).isEqualTo(Duration.ofMillis(millis));
        assertThat(span(bailian(times), OPTIONS)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5000 45000 118000 184000", "0 250 410 800", "0 3000 3000 5999"})
    void timesOfBurstGptAndBailianThatMakeHardlyARequestAreRefused(String times) {
        assertThatThrownBy(() -> read(burstGpt(times), OPTIONS)).hasMessageContaining("traceTimeUnit = ");
        assertThatThrownBy(() -> read(bailian(times), OPTIONS)).hasMessageContaining("traceTimeUnit = ");
    }

    @Test
    void theUnitThatIsSaidIsTaken() {
        String times = "0 3000 6000";

        assertThat(span(mooncake(times), OPTIONS.withTimeUnit(TraceTimeUnit.SECONDS)))
                .isEqualTo(Duration.ofMinutes(100));
        assertThat(span(burstGpt(times), OPTIONS.withTimeUnit(TraceTimeUnit.MILLISECONDS)))
                .isEqualTo(Duration.ofSeconds(6));
        assertThat(span(bailian("0 0.5 3.25"), OPTIONS.withTimeUnit(TraceTimeUnit.MILLISECONDS)))
                .isEqualTo(Duration.ofNanos(3_250_000));
    }

    @Test
    void aWindowIsCutInTheUnitThatWasTold() {
        Dataset dataset = read(
                mooncake("0 0.5 1.5 2.5"),
                OPTIONS.withWindow(Duration.ofSeconds(1), Optional.of(Duration.ofSeconds(2))));

        assertThat(dataset.prompts()).extracting(Prompt::id).containsExactly("3");
    }

    @Test
    void requestsBeyondTheFirstThousandAreReadInTheSameUnit() {
        String times = IntStream.rangeClosed(0, 2_500)
                .mapToObj(i -> i % 2 == 0 ? i / 2 + "" : i / 2 + ".5")
                .collect(Collectors.joining(" "));

        assertThat(span(mooncake(times), OPTIONS)).isEqualTo(Duration.ofSeconds(1_250));
    }

    @Test
    void badLinesAreToldBeforeTheUnitIsAskedFor() {
        assertThatThrownBy(() -> read(mooncake("0 1 2 -1 3"), OPTIONS))
                .hasMessageContaining("line 4 \"timestamp\"")
                .hasMessageNotContaining("traceTimeUnit");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void aUnitForADatasetWithoutTimesAsNumbersIsRefused(TraceTimeUnit unit) {
        for (String content : Stream.of(
                        "{\"prompt\": \"a\"}",
                        "Why?",
                        "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46,5,6\n")
                .toList()) {
            assertThatThrownBy(() -> read(content, OPTIONS.withTimeUnit(unit)))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageStartingWith("traceTimeUnit = \"" + unit + "\" is for a trace")
                    .hasMessageEndingWith("leave it out");
        }
    }

    private static String mooncake(String times) {
        return rows(times, "{\"timestamp\": %s, \"input_length\": 5, \"output_length\": 1}");
    }

    private static String bailian(String times) {
        return rows(
                times,
                "{\"chat_id\": 1, \"parent_chat_id\": -1, \"timestamp\": %s, \"input_length\": 5, \"output_length\": 1,"
                        + " \"type\": \"text\", \"turn\": 1}");
    }

    private static String burstGpt(String times) {
        return "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n"
                + rows(times, "%s,ChatGPT,5,1,6,API log");
    }

    private static String rows(String times, String row) {
        return Stream.of(times.split(" "))
                .map(time -> row.formatted(time) + "\n")
                .collect(Collectors.joining());
    }

    private static Duration span(String content, DatasetOptions options) {
        return span(read(content, options));
    }

    private static Duration span(Dataset dataset) {
        Trace trace = dataset.trace().orElseThrow();
        return Duration.ofNanos(1_000 * trace.micros(trace.requests() - 1));
    }

    private static Dataset read(String content, DatasetOptions options) {
        return DatasetReader.read(
                new DatasetSource("trace", "/d/trace", () -> new ByteArrayInputStream(content.getBytes(UTF_8))),
                options);
    }
}

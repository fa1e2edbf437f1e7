package dev.llmbench.report.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.report.Runs;
import dev.llmbench.sample.ConversationEnd;
import dev.llmbench.sample.Delays;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.PairPart;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.Tokens;
import dev.llmbench.sample.TurnPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsCsvTest {
    private static final String HEADER = "id,test,stage,phase,user,prompt_id,scheduled,dispatched,connect,sent,headers,"
            + "first_event,first_reasoning,first_content,last_token,end,"
            + "prompt_tokens,output_tokens,token_source,chunks,max_chunk_gap,status,outcome,finish_reason,error,"
            + "ttft,ttft_from_schedule,tpot,e2e,cached_prompt_tokens,hidden_reasoning_tokens,"
            + "pair,pair_role,asked_tokens,conversation,turn,conversation_end,"
            + "late_connect,late_sent,late_headers,late_first,late_content,late_last,late_end,reading,worker\r\n";

    private static final String NEVER_LATE = ",,,,,,,,,";

    private static final RequestSample STREAMED = RequestSample.builder(Moments.scheduledAt(1_000)
                    .dispatched(1_050)
                    .connect(300)
                    .sent(1_500)
                    .headers(101_500)
                    .firstEvent(101_600)
                    .firstContent(201_507)
                    .lastToken(401_507)
                    .end(402_000)
                    .build())
            .id("r-1")
            .test("ChatIT.chat")
            .stage(2)
            .user(7)
            .promptId("p-3")
            .tokens(new Tokens(50, 16, 101, 0, TokenSource.USAGE, 101))
            .maxChunkGap(12_345)
            .status(200)
            .finishReason("stop")
            .build();

    private static final Path UNUSED = Path.of("requests.csv");

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void theHeaderComesFirstWithTheColumnsInTheirOrder() {
        new RequestsCsv(UNUSED, out, Runs.TARGET).flush();

        assertThat(written()).isEqualTo(HEADER);
    }

    @Test
    void timesAreMillisecondsWithThreeDecimalsAndEmptyWhereThereIsNone() {
        assertThat(rowOf(STREAMED))
                .isEqualTo("r-1,ChatIT.chat,2,measured,7,p-3,1.000,1.050,0.300,1.500,101.500,101.600,,201.507,401.507,"
                        + "402.000,50,101,usage,101,12.345,200,ok,stop,,200.007,200.507,2.000,400.500,16,0,,,,,,"
                        + NEVER_LATE);
    }

    @Test
    void aRequestOfAPairSaysWhichItIs() {
        assertThat(rowOf(STREAMED.in(new PairPart(7, PairPart.Role.LONGER, 110))))
                .endsWith(",16,0,7,longer,110,,," + NEVER_LATE);
    }

    @Test
    void aTurnOfAConversationSaysWhichItIsAndWhetherItWasTheEnd() {
        assertThat(rowOf(STREAMED.in(new TurnPart(7, 2, Optional.empty())))).endsWith(",16,0,,,,7,2," + NEVER_LATE);
        assertThat(rowOf(STREAMED.in(new TurnPart(7, 3, Optional.of(ConversationEnd.COMPLETE)))))
                .endsWith(",16,0,,,,7,3,complete" + NEVER_LATE);
    }

    @Test
    void aRequestOfAWorkerNamesItLast() {
        assertThat(rowOf(STREAMED.toBuilder().worker(3).build())).endsWith(NEVER_LATE + "3");
    }

    @Test
    void howLateEachMomentMayHaveBeenReadIsALength() {
        Moments late = Moments.scheduledAt(5)
                .dispatched(5)
                .connect(2_000)
                .sent(2_000)
                .headers(2_000)
                .firstEvent(2_000)
                .firstContent(2_000)
                .lastToken(9_000)
                .end(9_000)
                .delays(new Delays(1, 2, 3, 4, 5, 6, 7))
                .build();

        assertThat(rowOf(Runs.error(9, 1, late, 0, Outcome.RESET, null)))
                .endsWith(",0.001,0.002,0.003,0.004,0.005,0.006,0.007,,");
    }

    @Test
    void whatWasNeverMeasuredOrCountedIsEmpty() {
        Moments neverSent = Moments.scheduledAt(5).end(5_000_000).build();

        assertThat(rowOf(Runs.error(9, 1, neverSent, 0, Outcome.CONNECT, null)))
                .isEqualTo(
                        "id-9,ChatLatencyIT.chatStaysFast,1,measured,1,p1,0.005,,,,,,,,,5000.000,,,,0,,,connect,,,,,,,,0,,,,,,"
                                + NEVER_LATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''-x"})
    void textThatASpreadsheetWouldRunIsDefused(String error) {
        assertThat(rowOf(failing(error))).contains(",reset,,'" + error + ",");
    }

    @Test
    void textThatOnlyStartsWithAnApostropheStaysAsItIs() {
        assertThat(rowOf(failing("'model' not found"))).contains(",reset,,'model' not found,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"a,b|\"a,b\"", "say \"no\"|\"say \"\"no\"\"\"", "größer 日本 🚀|größer 日本 🚀"})
    void textIsQuotedWhereNeedBe(String error, String cell) {
        assertThat(rowOf(failing(error))).contains(",reset,," + cell + ",");
    }

    @Test
    void aRowStaysOnOneLineWhateverAServerSays() {
        assertThat(rowOf(failing("a\r\nb\tc\u001b[31md\u0085e\u2028f"))).contains(",reset,,a  b c [31md e f,");
    }

    @Test
    void anErrorIsCutAt300Characters() {
        assertThat(rowOf(failing("x".repeat(300)))).contains("," + "x".repeat(300) + ",");
        assertThat(rowOf(failing("x".repeat(301)))).contains("," + "x".repeat(299) + "…,");
        assertThat(rowOf(failing("x".repeat(298) + "🚀y"))).contains("," + "x".repeat(298) + "…,");
    }

    @Test
    void aSecretThatTheServerRepeatsIsMasked() {
        assertThat(rowOf(failing("bad key " + Runs.API_KEY + " or " + Runs.HEADER_VALUE)))
                .contains(",bad key *** or ***,");
    }

    @Test
    void rowsGoToTheFileWhole() {
        List<String> writes = new ArrayList<>();
        RequestsCsv csv = new RequestsCsv(UNUSED, recording(writes), Runs.TARGET);
        for (int i = 0; i < 5_000; i++) {
            csv.accept(STREAMED);
        }

        assertThat(csv.rows()).isEqualTo(5_000);
        assertThat(writes).hasSizeGreaterThan(5).allMatch(write -> write.endsWith("\r\n"));
    }

    @Test
    void flushHandsOverEveryRowTakenSoFar() throws IOException {
        Path file = directory.resolve("requests.csv");
        try (RequestsCsv csv = RequestsCsv.create(file, Runs.TARGET)) {
            csv.accept(STREAMED);
            csv.flush();

            assertThat(Files.readString(file).lines()).hasSize(2);
        }
    }

    @Test
    void anInterruptedThreadGoesOnWriting() throws IOException {
        Path file = directory.resolve("requests.csv");
        Thread.currentThread().interrupt();
        try (RequestsCsv csv = RequestsCsv.create(file, Runs.TARGET)) {
            csv.accept(STREAMED);
            csv.flush();
            assertThat(csv.failure()).isEmpty();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(Files.readString(file).lines()).hasSize(2);
    }

    @Test
    void theFirstWriteErrorIsKeptAndEndsTheWritingButNotTheRun() {
        FullDisk disk = new FullDisk();
        RequestsCsv csv = new RequestsCsv(UNUSED, disk, Runs.TARGET);
        csv.flush();
        csv.accept(STREAMED);
        csv.flush();
        csv.close();

        assertThat(csv.failure()).get().isSameAs(disk.first);
        assertThat(disk.writes).isEqualTo(1);
    }

    @Test
    void aRowAfterTheEndIsAFailureAndNotSilentlyLost() throws IOException {
        RequestsCsv csv = RequestsCsv.create(directory.resolve("requests.csv"), Runs.TARGET);
        csv.close();
        csv.accept(STREAMED);
        csv.flush();

        assertThat(csv.failure()).isPresent();
    }

    @Test
    void theLegendExplainsEveryColumn() {
        List<String> explained = RequestsCsv.legend(false)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();

        assertThat(String.join(",", explained) + "\r\n").isEqualTo(HEADER);
    }

    private String rowOf(RequestSample sample) {
        out.reset();
        RequestsCsv csv = new RequestsCsv(UNUSED, out, Runs.TARGET);
        csv.accept(sample);
        csv.close();
        return written().substring(HEADER.length()).stripTrailing();
    }

    private String written() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static RequestSample failing(@Nullable String error) {
        Moments at = Moments.scheduledAt(1).dispatched(2).sent(3).end(4).build();
        return Runs.error(1, 1, at, 0, Outcome.RESET, error);
    }

    private static OutputStream recording(List<String> writes) {
        return new OutputStream() {
            @Override
            public void write(byte[] bytes, int from, int length) {
                writes.add(new String(bytes, from, length, StandardCharsets.UTF_8));
            }

            @Override
            public void write(int b) {
                throw new AssertionError("A byte alone is no row");
            }
        };
    }

    private static final class FullDisk extends OutputStream {
        private final IOException first = new IOException("No space left on device");
        private int writes;

        @Override
        public void write(int b) throws IOException {
            writes++;
            throw writes == 1 ? first : new IOException("again");
        }
    }
}

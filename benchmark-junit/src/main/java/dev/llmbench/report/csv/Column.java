package dev.llmbench.report.csv;

import dev.llmbench.metric.Metric;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.ReadingNote;
import dev.llmbench.sample.RequestSample;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The columns of requests.csv, in order: each with what it means and how it is written. */
enum Column {
    ID("text", "the `x-request-id` that was sent", (row, s) -> row.text(s.id())),
    TEST("text", "the test that the request belongs to", (row, s) -> row.text(s.test())),
    STAGE(
            "number",
            "the stage in which the request was scheduled, counted from 1; 0 where it is not measured",
            (row, s) -> row.count(s.stage())),
    PHASE(
            "word",
            "`warmup` (enters no metric; also the unmeasured request of a pair) or `measured`",
            (row, s) -> row.word(s.phase())),
    USER("number", "the virtual user that sent it, counted from 1", (row, s) -> row.count(s.user())),
    PROMPT_ID("text", "the prompt's id in the dataset", (row, s) -> row.text(s.promptId())),
    SCHEDULED("moment", "the load plan wanted the request to start", (row, s) -> row.millis(s.at().scheduled())),
    DISPATCHED("moment", "the engine handed the request to the transport", (row, s) -> row.millis(s.at().dispatched())),
    CONNECT(
            "length",
            "name look-up, TCP and TLS (in HTTP/2 also the server's settings) of a connection that this request waited for; empty where one was there",
            (row, s) -> row.millis(s.at().connect())),
    SENT("moment", "the first byte of the request was given to the socket", (row, s) -> row.millis(s.at().sent())),
    HEADERS("moment", "the response head arrived", (row, s) -> row.millis(s.at().headers())),
    FIRST_EVENT(
            "moment",
            "the first server-sent event of any kind arrived; not streamed: the first byte of the document",
            (row, s) -> row.millis(s.at().firstEvent())),
    FIRST_REASONING(
            "moment", "the first event with reasoning text arrived", (row, s) -> row.millis(s.at().firstReasoning())),
    FIRST_CONTENT(
            "moment",
            "the first event with output other than reasoning arrived",
            (row, s) -> row.millis(s.at().firstContent())),
    LAST_TOKEN("moment", "the last event with output arrived", (row, s) -> row.millis(s.at().lastToken())),
    END(
            "moment",
            "the response was complete, or the request failed or was cut off",
            (row, s) -> row.millis(s.at().end())),
    PROMPT_TOKENS(
            "number",
            "tokens of the prompt, cached ones included",
            (row, s) -> row.count(s.tokens().prompt())),
    OUTPUT_TOKENS(
            "number",
            "tokens of the output, all reasoning included",
            (row, s) -> row.count(s.tokens().output())),
    TOKEN_SOURCE(
            "word",
            "where `output_tokens` comes from: `usage` (the server), `tokenizer`, or `chunks` (an estimate)",
            (row, s) -> wordOrNone(row, s.tokens().source())),
    CHUNKS("number", "events with output", (row, s) -> row.count(s.tokens().chunks())),
    MAX_CHUNK_GAP("length", "the largest gap between two events with output", (row, s) -> row.millis(s.maxChunkGap())),
    STATUS(
            "number",
            "the HTTP status; empty where no response came",
            (row, s) -> row.count(s.status() == 0 ? -1 : s.status())),
    OUTCOME(
            "word",
            "`ok`, `interrupted` (cut off by the end of the run), or the kind of error",
            (row, s) -> row.word(s.outcome())),
    FINISH_REASON("text", "the server's last finish reason", (row, s) -> row.text(s.finishReason())),
    ERROR("text", "what went wrong, 300 characters at the most", (row, s) -> row.text(s.error())),
    TTFT(
            "length",
            "time to first token, from `sent`; not streamed: `first_event` - `sent`",
            (row, s) -> row.millis(Metric.TTFT.of(s))),
    TTFT_FROM_SCHEDULE(
            "length",
            "time to first token, from `scheduled`: what a user waited",
            (row, s) -> row.millis(Metric.TTFT_FROM_SCHEDULE.of(s))),
    TPOT(
            "length",
            "time per output token after the first, of the tokens that were shown; others call it inter-token latency",
            (row, s) -> row.millis(Metric.TPOT.of(s))),
    E2E("length", "`end` - `sent`; k6 calls it `http_req_duration`", (row, s) -> row.millis(Metric.E2E.of(s))),
    CACHED_PROMPT_TOKENS(
            "number",
            "tokens of the prompt that the server took from its cache, as far as it says",
            (row, s) -> row.count(s.tokens().cachedPrompt())),
    HIDDEN_REASONING_TOKENS(
            "number",
            "reasoning tokens that the server counted and its stream never showed, or showed a summary of: left out of `tpot`",
            (row, s) -> row.count(s.tokens().hiddenReasoning())),
    PAIR(
            "number",
            "with `tpotByDifference`: the pair that it belongs to, counted from 1; odd ones send the shorter request first",
            (row, s) -> row.count(s.pair() == null ? -1 : s.pair().pair())),
    PAIR_ROLE(
            "word",
            "likewise: `shorter` (asks for M tokens), `longer` (asks for more), or `unmeasured` (sent before both)",
            (row, s) -> wordOrNone(row, s.pair() == null ? null : s.pair().role())),
    ASKED_TOKENS(
            "number",
            "likewise: the output tokens that it asks for",
            (row, s) -> row.count(s.pair() == null ? -1 : s.pair().asked())),
    CONVERSATION(
            "number",
            "with `conversations`: the conversation that it is a turn of, counted from 1 in the order in which they begin",
            (row, s) -> row.count(s.turn() == null ? -1 : s.turn().conversation())),
    TURN(
            "number",
            "likewise: the turn, counted from 1",
            (row, s) -> row.count(s.turn() == null ? -1 : s.turn().turn())),
    CONVERSATION_END(
            "word",
            "likewise: `complete`, `failed`, `unanswered` or `unfinished` where it ended with this turn; empty where it was to go on",
            (row, s) -> wordOrNone(row, s.turn() == null ? null : s.turn().end().orElse(null))),
    LATE_CONNECT(
            "length",
            "how much of `connect` the generator stood still; empty where that is less than 1 ms, as in the columns that follow",
            (row, s) -> late(row, s.at().delays().connect())),
    LATE_SENT(
            "length",
            "how much of the dispatch lag before `sent` the generator stood still",
            (row, s) -> late(row, s.at().delays().sent())),
    LATE_HEADERS(
            "length",
            "how much earlier `headers` may have been: the generator's own delay in noticing it",
            (row, s) -> late(row, s.at().delays().headers())),
    LATE_FIRST(
            "length",
            "likewise the first token, the earlier of `first_reasoning` and `first_content`; not streamed: `first_event`",
            (row, s) -> late(row, s.at().delays().first())),
    LATE_CONTENT(
            "length",
            "likewise `first_content`",
            (row, s) -> late(row, s.at().delays().content())),
    LATE_LAST(
            "length",
            "likewise `last_token`",
            (row, s) -> late(row, s.at().delays().last())),
    LATE_END("length", "likewise `end`", (row, s) -> late(row, s.at().delays().end())),
    READING(
            "text",
            "how the answer was read, where that was not as usual: words with `=` and what they are of, parted by `;`",
            (row, s) -> row.text(s.notes().isEmpty() ? null : ReadingNote.line(s.notes()))),
    ARM(
            "word",
            "`candidate` (went to the endpoint under test) or `baseline` (to the one that it is compared with); only in runs with two endpoints",
            (row, s) -> row.word(s.arm())),
    WORKER(
            "number",
            "the worker that sent it, counted from 1, if the load was spread over several JVMs; empty if it was not",
            (row, s) -> row.count(s.worker() == 0 ? -1 : s.worker()));

    private static final List<Column> OF_TWO_ENDPOINTS = List.of(values());
    private static final List<Column> OF_ONE_ENDPOINT =
            Arrays.stream(values()).filter(column -> column != ARM).toList();

    /** The columns of a run, in order. */
    static List<Column> of(boolean twoEndpoints) {
        return twoEndpoints ? OF_TWO_ENDPOINTS : OF_ONE_ENDPOINT;
    }

    private interface Cell {
        void write(CsvBuffer row, RequestSample sample);
    }

    private final String kind;
    private final String meaning;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    private final Cell cell;

    Column(String kind, String meaning, Cell cell) {
        this.kind = kind;
        this.meaning = meaning;
        this.cell = cell;
    }

    void write(CsvBuffer buffer, RequestSample sample) {
        cell.write(buffer, sample);
    }

    String header() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where its cell stands in a row, counted from 0. */
    @SuppressWarnings("EnumOrdinal") // the order of the constants is the order of the columns
    int position() {
        return ordinal();
    }

    /** Whether the cell is text, a word, a number, a moment or a length of time. */
    String kind() {
        return kind;
    }

    String meaning() {
        return meaning;
    }

    private static void late(CsvBuffer row, long micros) {
        row.millis(micros == 0 ? Moments.ABSENT : micros);
    }

    private static void wordOrNone(CsvBuffer row, @Nullable Enum<?> word) {
        if (word == null) {
            row.text(null);
        } else {
            row.word(word);
        }
    }
}

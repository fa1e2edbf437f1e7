package dev.llmbench.report.csv;

import dev.llmbench.metric.Metric;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.ReadingNote;
import dev.llmbench.sample.RequestSample;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The columns of requests.csv, in order, each with its meaning and format. */
enum Column {
    ID("text", "the `x-request-id` that was sent", (row, s) -> row.text(s.id())),
    TEST("text", "the test that the request belongs to", (row, s) -> row.text(s.test())),
    STAGE(
            "number",
            "the stage in which the request was scheduled, counted from 1; 0 if it is not measured",
            (row, s) -> row.count(s.stage())),
    PHASE(
            "word",
            "`warmup` (part of no metric; also the unmeasured request of a pair) or `measured`",
            (row, s) -> row.word(s.phase())),
    USER("number", "the virtual user that sent it, counted from 1", (row, s) -> row.count(s.user())),
    PROMPT_ID("text", "the prompt's id in the dataset", (row, s) -> row.text(s.promptId())),
    SCHEDULED("moment", "when the load plan wanted the request to start", (row, s) -> row.millis(s.at().scheduled())),
    DISPATCHED(
            "moment",
            "when the engine handed the request to the transport",
            (row, s) -> row.millis(s.at().dispatched())),
    CONNECT(
            "length",
            "name look-up, TCP and TLS (in HTTP/2 also the server's settings) of a connection that this request waited for; empty if a connection was available",
            (row, s) -> row.millis(s.at().connect())),
    SENT("moment", "when the first byte of the request was given to the socket", (row, s) -> row.millis(s.at().sent())),
    HEADERS("moment", "when the response head arrived", (row, s) -> row.millis(s.at().headers())),
    FIRST_EVENT(
            "moment",
            "when the first server-sent event of any kind arrived; if not streamed, the first byte of the document",
            (row, s) -> row.millis(s.at().firstEvent())),
    FIRST_REASONING(
            "moment",
            "when the first event with reasoning text arrived",
            (row, s) -> row.millis(s.at().firstReasoning())),
    FIRST_CONTENT(
            "moment",
            "when the first event with output other than reasoning arrived",
            (row, s) -> row.millis(s.at().firstContent())),
    LAST_TOKEN("moment", "when the last event with output arrived", (row, s) -> row.millis(s.at().lastToken())),
    END(
            "moment",
            "when the response was complete, or the request failed or was cut off",
            (row, s) -> row.millis(s.at().end())),
    PROMPT_TOKENS(
            "number",
            "tokens of the prompt, including cached ones",
            (row, s) -> row.count(s.tokens().prompt())),
    OUTPUT_TOKENS(
            "number",
            "tokens of the output, including all reasoning",
            (row, s) -> row.count(s.tokens().output())),
    TOKEN_SOURCE(
            "word",
            "where `output_tokens` comes from: `usage` (the server), `tokenizer`, or `chunks` (an estimate)",
            (row, s) -> wordOrNone(row, s.tokens().source())),
    CHUNKS(
            "number",
            "the number of events with output",
            (row, s) -> row.count(s.tokens().chunks())),
    MAX_CHUNK_GAP("length", "the largest gap between two events with output", (row, s) -> row.millis(s.maxChunkGap())),
    STATUS(
            "number",
            "the HTTP status; empty if there was no response",
            (row, s) -> row.count(s.status() == 0 ? -1 : s.status())),
    OUTCOME(
            "word",
            "`ok`, `interrupted` (cut off by the end of the run), or the kind of error",
            (row, s) -> row.word(s.outcome())),
    FINISH_REASON("text", "the server's last finish reason", (row, s) -> row.text(s.finishReason())),
    ERROR("text", "what went wrong, at most 300 characters", (row, s) -> row.text(s.error())),
    TTFT(
            "length",
            "time to first token, from `sent`; if not streamed, `first_event` - `sent`",
            (row, s) -> row.millis(Metric.TTFT.of(s))),
    TTFT_FROM_SCHEDULE(
            "length",
            "time to first token, from `scheduled`: the time that a user waited",
            (row, s) -> row.millis(Metric.TTFT_FROM_SCHEDULE.of(s))),
    TPOT(
            "length",
            "time per output token after the first, for the tokens that were shown; also known as inter-token latency",
            (row, s) -> row.millis(Metric.TPOT.of(s))),
    E2E("length", "`end` - `sent`; k6 calls it `http_req_duration`", (row, s) -> row.millis(Metric.E2E.of(s))),
    CACHED_PROMPT_TOKENS(
            "number",
            "tokens of the prompt that the server took from its cache, as far as it reports them",
            (row, s) -> row.count(s.tokens().cachedPrompt())),
    HIDDEN_REASONING_TOKENS(
            "number",
            "reasoning tokens that the server counted but its stream did not show, or only summarized; not part of `tpot`",
            (row, s) -> row.count(s.tokens().hiddenReasoning())),
    PAIR(
            "number",
            "with `tpotByDifference`: the number of the pair, counted from 1; odd pairs send the shorter request first",
            (row, s) -> row.count(s.pair() == null ? -1 : s.pair().pair())),
    PAIR_ROLE(
            "word",
            "with `tpotByDifference`: `shorter` (asks for M tokens), `longer` (asks for more), or `unmeasured` (sent before both)",
            (row, s) -> wordOrNone(row, s.pair() == null ? null : s.pair().role())),
    ASKED_TOKENS(
            "number",
            "with `tpotByDifference`: the number of output tokens that the request asks for",
            (row, s) -> row.count(s.pair() == null ? -1 : s.pair().asked())),
    CONVERSATION(
            "number",
            "with `conversations`: the number of the conversation, counted from 1 in the order in which they begin",
            (row, s) -> row.count(s.turn() == null ? -1 : s.turn().conversation())),
    TURN(
            "number",
            "with `conversations`: the turn, counted from 1",
            (row, s) -> row.count(s.turn() == null ? -1 : s.turn().turn())),
    CONVERSATION_END(
            "word",
            "with `conversations`: `complete`, `failed`, `unanswered` or `unfinished` if it ended with this turn; empty if it continues",
            (row, s) -> wordOrNone(row, s.turn() == null ? null : s.turn().end().orElse(null))),
    LATE_CONNECT(
            "length",
            "how long the generator stalled during `connect`; empty if less than 1 ms, as in the following columns",
            (row, s) -> late(row, s.at().delays().connect())),
    LATE_SENT(
            "length",
            "how long the generator stalled during the dispatch lag before `sent`",
            (row, s) -> late(row, s.at().delays().sent())),
    LATE_HEADERS(
            "length",
            "how much earlier `headers` may have been: the generator's own delay in receiving it",
            (row, s) -> late(row, s.at().delays().headers())),
    LATE_FIRST(
            "length",
            "the same for the first token, the earlier of `first_reasoning` and `first_content`; if not streamed, `first_event`",
            (row, s) -> late(row, s.at().delays().first())),
    LATE_CONTENT(
            "length",
            "the same for `first_content`",
            (row, s) -> late(row, s.at().delays().content())),
    LATE_LAST(
            "length",
            "the same for `last_token`",
            (row, s) -> late(row, s.at().delays().last())),
    LATE_END(
            "length",
            "the same for `end`",
            (row, s) -> late(row, s.at().delays().end())),
    READING(
            "text",
            "notes on an answer that was unusual to read: words, with `=` and a detail if there is one, separated by `;`",
            (row, s) -> row.text(s.notes().isEmpty() ? null : ReadingNote.line(s.notes()))),
    ARM(
            "word",
            "`candidate` (sent to the endpoint under test) or `baseline` (to the one that it is compared with); only in runs with two endpoints",
            (row, s) -> row.word(s.arm())),
    WORKER(
            "number",
            "the number of the worker that sent it, counted from 1; empty if the test's own JVM did",
            (row, s) -> row.count(s.worker() == 0 ? -1 : s.worker()));

    private static final List<Column> OF_TWO_ENDPOINTS = List.of(values());
    private static final List<Column> OF_ONE_ENDPOINT =
            Arrays.stream(values()).filter(column -> column != ARM).toList();

    /** Returns the columns of a run, in order. */
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

    /** Returns the position of its cell in a row, counted from 0. */
    @SuppressWarnings("EnumOrdinal") // the order of the constants is the order of the columns
    int position() {
        return ordinal();
    }

    /** Returns whether the cell is text, a word, a number, a moment or a length of time. */
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

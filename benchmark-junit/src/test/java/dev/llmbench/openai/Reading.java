package dev.llmbench.openai;

import dev.llmbench.sample.ReadingNote;
import dev.llmbench.sample.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An answer being read, each piece ten microseconds after the one before. */
final class Reading {
    final OutputText text = new OutputText();
    final Answer answer;
    private long now;

    private Reading(boolean streamed, EventReader reader) {
        this.answer = streamed ? new StreamedAnswer(reader, text) : new WholeAnswer(reader, text);
    }

    /** A stream of chat or text completions, whose events these are. */
    static Reading chat(String... events) {
        return read(new Reading(true, new ChunkReader()), events);
    }

    /** A whole chat or text completion. */
    static Reading whole(String body) {
        return new Reading(false, new ChunkReader(false)).piece(body).end();
    }

    /** A stream of the Responses API, whose events these are. */
    static Reading responses(String... events) {
        return read(new Reading(true, new ResponsesReader(true)), events);
    }

    /** A whole answer of the Responses API. */
    static Reading wholeResponse(String body) {
        return new Reading(false, new ResponsesReader(false)).piece(body).end();
    }

    /** A stream of chat completions as it came, piece by piece. */
    static Reading raw(String... pieces) {
        Reading reading = new Reading(true, new ChunkReader());
        List.of(pieces).forEach(reading::piece);
        return reading.end();
    }

    private static Reading read(Reading reading, String... events) {
        for (String event : events) {
            reading.piece("data: " + event + "\n\n");
        }
        return reading.end();
    }

    private Reading piece(String piece) {
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        now += 10;
        answer.read(bytes, 0, bytes.length, now, 0);
        return this;
    }

    private Reading end() {
        answer.end(now + 10);
        return this;
    }

    Tokens tokens() {
        return answer.tokens(Tokens.UNKNOWN);
    }

    String outcome() {
        return answer.outcome().word();
    }

    String error() {
        return String.valueOf(answer.error());
    }

    List<ReadingNote.Kind> noted() {
        return answer.notes().stream().map(ReadingNote::kind).toList();
    }

    /** The data of a chunk with such a delta. */
    static String delta(String delta) {
        return "{\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]}";
    }

    static String content(String text) {
        return delta("{\"content\":\"" + text + "\"}");
    }

    static String finish(String reason) {
        return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":" + reason + "}]}";
    }

    static String usage(String counts) {
        return "{\"choices\":[],\"usage\":{" + counts + "}}";
    }
}

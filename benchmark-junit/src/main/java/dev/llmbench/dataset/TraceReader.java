package dev.llmbench.dataset;

import dev.llmbench.dataset.record.BadLines;
import dev.llmbench.dataset.record.Records;
import dev.llmbench.dataset.trace.Trace;
import dev.llmbench.dataset.trace.TraceRow;
import dev.llmbench.dataset.trace.TraceTable;
import dev.llmbench.dataset.trace.TraceTimes;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.TraceTimeUnit;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a trace. Trace time starts at the first request. Requests slightly out of order are sorted. Requests without
 * input or output tokens are left out and counted.
 */
final class TraceReader {
    private static final long MICROS_PER_MILLI = 1_000;
    /** The number of requests from which the unit of the times is inferred. */
    private static final int EVIDENCE = 1_000;

    private static final long LONGEST = micros(Duration.ofDays(3_650));

    private final DatasetSource source;
    private final DatasetOptions options;
    private final FormatGuess guess;
    private final BadLines badLines = new BadLines();
    private final TraceTable table;
    private final List<Arrival> first = new ArrayList<>();
    private final long from;
    private final Optional<Long> to;
    private TraceTimeUnit unit;
    private @Nullable Long zero;
    private long end;
    private int read;
    private int leftOut;

    TraceReader(DatasetSource source, DatasetOptions options, FormatGuess guess) {
        this.source = source;
        this.options = options;
        this.guess = guess;
        this.table = new TraceTable(TraceRow.block(guess.format()));
        this.unit = guess.format().hasTimesAsNumbers() ? options.trace().timeUnit() : TraceTimeUnit.SECONDS;
        this.from = micros(options.trace().from());
        this.to = options.trace().to().map(TraceReader::micros);
    }

    /** A request and its location in the file. */
    private record Arrival(int number, String place, TraceRow row) {}

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    /**
     * Reads the whole trace.
     *
     * @throws DatasetException if it has bad records or no request within its window
     */
    Dataset read(BufferedInputStream content) throws IOException {
        try (Records records = DatasetReader.records(guess, content)) {
            while (records.advance()) {
                arrival(records).ifPresent(this::take);
            }
        }
        takeFirst();
        badLines.throwIfAny(source.location());
        requireRequests();
        Trace trace = new Trace(table, length());
        return new Dataset(
                source.name(),
                source.location(),
                guess.format(),
                new TracePrompts(trace, options.tokenizer(), options.trace().seed()),
                notes(trace),
                options.salted());
    }

    private Optional<Arrival> arrival(Records records) throws IOException {
        try {
            TraceRow row = TraceRow.of(guess.format(), PromptLine.object(records.content()));
            return Optional.of(new Arrival(records.number(), records.place(), row));
        } catch (DatasetException e) {
            badLines.add(records.place(), e);
            return Optional.empty();
        }
    }

    private void take(Arrival arrival) {
        if (unit != TraceTimeUnit.AUTO) {
            add(arrival);
            return;
        }
        first.add(arrival);
        if (first.size() == EVIDENCE) {
            takeFirst();
        }
    }

    /** Adds the requests that were kept until the unit of their times was known. */
    private void takeFirst() {
        if (unit == TraceTimeUnit.AUTO) {
            TraceTimes times = TraceTimes.of(first.stream().map(Arrival::row).toList());
            Optional<TraceTimeUnit> told = times.unit(guess.format());
            if (told.isEmpty()) {
                badLines.throwIfAny(source.location());
                throw times.ambiguous(source.location());
            }
            unit = told.get();
        }
        first.forEach(this::add);
        first.clear();
    }

    private void add(Arrival arrival) {
        try {
            add(arrival.number(), arrival.row());
        } catch (DatasetException e) {
            badLines.add(arrival.place(), e);
        }
    }

    private void add(int number, TraceRow row) {
        if (row.isVoid()) {
            leftOut++;
            return;
        }
        long micros = row.micros(unit);
        long start = zero == null ? micros : zero;
        zero = start;
        long at = micros - start;
        if (at < 0) {
            throw new DatasetException("arrived before the first request of the file, at which trace time starts;"
                    + " sort the file by time");
        }
        if (at > LONGEST) {
            throw new DatasetException("arrived more than 10 years after the first request; correct its time");
        }
        read++;
        end = Math.max(end, at);
        if (at >= from && (to.isEmpty() || at < to.get())) {
            table.add(number, at - from, row);
        }
    }

    private void requireRequests() {
        if (read == 0) {
            throw new DatasetException("dataset = \"" + source.location() + "\" has no request with input and output; "
                    + "write one per line, in the file's format");
        }
        if (table.size() == 0) {
            throw new DatasetException("dataset = \"" + source.location() + "\" has no request between "
                    + seconds(from) + " and " + to.map(TraceReader::seconds).orElse("its end")
                    + " of trace time, and its last one arrived at " + seconds(end)
                    + "; set another traceWindow");
        }
    }

    private static String seconds(long micros) {
        return String.format(Locale.ROOT, "%,.3f s", micros / 1e6);
    }

    /**
     * Returns the length of the trace: that of the window if the trace continues after it; otherwise it ends just after
     * its last request.
     */
    private long length() {
        return to.isPresent() && end >= to.get()
                ? to.get() - from
                : (table.micros(table.size() - 1) / MICROS_PER_MILLI + 1) * MICROS_PER_MILLI;
    }

    private List<String> notes(Trace trace) {
        List<String> notes = new ArrayList<>();
        double seconds = trace.length().toNanos() / 1e9;
        notes.add(String.format(
                Locale.ROOT,
                "%,d requests in %s, %.4g per second on average",
                trace.requests(),
                seconds(micros(trace.length())),
                trace.requests() / seconds));
        if (guess.format().hasTimesAsNumbers() && unit != TraceTimes.usual(guess.format())) {
            notes.add("its times are assumed to be " + unit.name().toLowerCase(Locale.ROOT)
                    + "; set traceTimeUnit if they are not");
        }
        if (read > table.size()) {
            notes.add(String.format(Locale.ROOT, "%,d requests outside its window", read - table.size()));
        }
        if (leftOut > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d %s left out: no input or output tokens, for example because the request failed",
                    leftOut,
                    leftOut == 1 ? "request" : "requests"));
        }
        notes.addAll(SyntheticPrompts.lengthNotes(options.tokenizer()));
        return notes;
    }
}

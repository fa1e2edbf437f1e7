package dev.llmbench.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One request of a trace. What is wrong with its record is thrown as a {@link DatasetException} that gives reason and remedy, but not the place.
 *
 * @param micros when it arrived, from a moment that all requests of its file count from
 * @param inputTokens of its prompt; 0 as the file says
 * @param outputTokens of its answer; 0 as the file says, mostly of a request that failed
 * @param hashIds an id for each block of its prompt; empty where the file says none
 */
record TraceRow(long micros, int inputTokens, int outputTokens, List<Long> hashIds) {
    /** The tokens of a block that has an id. */
    static final int BLOCK = 512;

    private static final int MOST_TOKENS = 10_000_000;
    private static final int MICROS_DIGITS = 6;
    private static final int MILLIS_DIGITS = 3;

    /** No exponent, and no more digits than a time takes: a number of a billion digits would be written out. */
    private static final Pattern TIME = Pattern.compile("\\d{1,12}(\\.\\d{1,18})?");

    private static final DateTimeFormatter DATE_AND_TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:mm", "Z")
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    static TraceRow of(DatasetFormat format, ObjectNode row) {
        return switch (format) {
            case MOONCAKE -> mooncake(row);
            case AZURE_LLM ->
                new TraceRow(
                        instant("TIMESTAMP", TraceColumns.cell(row, "TIMESTAMP")),
                        tokens("ContextTokens", row),
                        tokens("GeneratedTokens", row),
                        List.of());
            case BURSTGPT ->
                new TraceRow(
                        time("Timestamp", TraceColumns.cell(row, "Timestamp"), MICROS_DIGITS, "seconds", "45"),
                        tokens("Request tokens", row),
                        tokens("Response tokens", row),
                        List.of());
            default -> throw new IllegalStateException(format + " is no trace");
        };
    }

    private static TraceRow mooncake(ObjectNode row) {
        int input = tokens("input_length", row);
        return new TraceRow(
                time("timestamp", row.path("timestamp"), MILLIS_DIGITS, "milliseconds", "27482"),
                input,
                tokens("output_length", row),
                hashIds(row.path("hash_ids"), input));
    }

    /** Whether there is nothing to ask or nothing to be answered, as of requests that failed. */
    boolean isVoid() {
        return inputTokens == 0 || outputTokens == 0;
    }

    private static int tokens(String column, ObjectNode row) {
        JsonNode cell = TraceColumns.cell(row, column);
        int tokens = cell.isValueNode() && !cell.isNull()
                ? Columns.tokens(column, cell).orElse(-1)
                : -1;
        if (tokens < 0 || tokens > MOST_TOKENS) {
            throw new DatasetException("\"" + column + "\" is " + PromptFields.describe(cell)
                    + ", not a number of tokens; write a whole number from 0 to " + MOST_TOKENS);
        }
        return tokens;
    }

    private static long time(String column, JsonNode cell, int digitsToMicros, String unit, String example) {
        String text = cell.asText().strip();
        if (!TIME.matcher(text).matches()) {
            throw new DatasetException("\"" + column + "\" is " + PromptFields.describe(cell) + ", not a time in "
                    + unit + " from 0; write for example " + example);
        }
        return new BigDecimal(text)
                .movePointRight(digitsToMicros)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    private static long instant(String column, JsonNode cell) {
        try {
            TemporalAccessor time = DATE_AND_TIME.parseBest(
                    cell.asText().strip().replace('T', ' '), OffsetDateTime::from, LocalDateTime::from);
            Instant instant = time instanceof OffsetDateTime withOffset
                    ? withOffset.toInstant()
                    : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
            return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        } catch (DateTimeException | ArithmeticException e) {
            throw new DatasetException(
                    "\"" + column + "\" is " + PromptFields.describe(cell)
                            + ", not a date with a time; write for example 2023-11-16 18:15:46.6805900",
                    e);
        }
    }

    private static List<Long> hashIds(JsonNode ids, int inputTokens) {
        if (ids.isMissingNode() || ids.isNull() || (ids.isArray() && ids.isEmpty())) {
            return List.of();
        }
        if (!ids.isArray()) {
            throw new DatasetException("\"hash_ids\" is " + PromptFields.describe(ids)
                    + ", not an array; write an id for each block of " + BLOCK + " tokens, such as [46, 47]");
        }
        int blocks = blocks(inputTokens);
        if (ids.size() != blocks) {
            throw new DatasetException("\"hash_ids\" has " + ids.size() + " ids, and a prompt of " + inputTokens
                    + " tokens has " + blocks + " blocks of " + BLOCK
                    + "; give each block its id, or leave \"hash_ids\" out");
        }
        List<Long> read = new ArrayList<>(blocks);
        for (JsonNode id : ids) {
            if (!id.isIntegralNumber() || !id.canConvertToLong()) {
                throw new DatasetException(
                        "\"hash_ids\" has " + PromptFields.describe(id) + "; its ids are whole numbers");
            }
            read.add(id.longValue());
        }
        return read;
    }

    /** How many blocks a prompt has; the last may be a part of one. */
    static int blocks(int tokens) {
        return (tokens + BLOCK - 1) / BLOCK;
    }
}

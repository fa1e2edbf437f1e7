package dev.llmbench.dataset.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.dataset.record.Columns;
import dev.llmbench.dataset.record.PromptFields;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.plan.TraceTimeUnit;
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
 * One request of a trace. For a bad record, a {@link DatasetException} with reason and remedy, but without the place,
 * is thrown.
 *
 * @param time the arrival time in millionths of the file's unit, with the same origin for all requests of the file
 * @param inputTokens the number of tokens of the prompt; 0 if the file says so
 * @param outputTokens the number of tokens of the answer; 0 if the file says so, usually because the request failed
 * @param hashIds an id for each block of the prompt; empty if the file has none
 */
public record TraceRow(long time, int inputTokens, int outputTokens, List<Long> hashIds) {
    static final long MILLIONTHS = 1_000_000;

    private static final int BLOCK_OF_MOONCAKE = 512;
    private static final int BLOCK_OF_BAILIAN = 16;
    private static final int MOST_TOKENS = 10_000_000;

    /** Limits digits and exponent to those of a time; otherwise, a number of a billion digits would be written out. */
    private static final Pattern TIME = Pattern.compile("\\d{1,13}(\\.\\d{1,18})?([eE][+-]?\\d{1,2})?");
    /** The latest time that fits into a long in millionths. */
    private static final BigDecimal LATEST = BigDecimal.valueOf(9_000_000_000_000L);

    private static final DateTimeFormatter DATE_AND_TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:mm", "Z")
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    public static TraceRow of(DatasetFormat format, ObjectNode row) {
        return switch (format) {
            case MOONCAKE, BAILIAN -> withBlocks(row, block(format));
            case AZURE_LLM ->
                new TraceRow(
                        instant("TIMESTAMP", TraceColumns.cell(row, "TIMESTAMP")),
                        tokens("ContextTokens", row),
                        tokens("GeneratedTokens", row),
                        List.of());
            case BURSTGPT ->
                new TraceRow(
                        time("Timestamp", TraceColumns.cell(row, "Timestamp")),
                        tokens("Request tokens", row),
                        tokens("Response tokens", row),
                        List.of());
            default -> throw new IllegalStateException(format + " is not a trace format");
        };
    }

    private static TraceRow withBlocks(ObjectNode row, int block) {
        int input = tokens("input_length", row);
        return new TraceRow(
                time("timestamp", row.path("timestamp")),
                input,
                tokens("output_length", row),
                hashIds(row.path("hash_ids"), input, block));
    }

    /** Returns the arrival time in microseconds, given the unit of the file's times. */
    public long micros(TraceTimeUnit unit) {
        return unit == TraceTimeUnit.MILLISECONDS ? Math.floorDiv(time + 500, 1_000) : time;
    }

    /** Returns the number of tokens of a prompt per hash id. */
    public static int block(DatasetFormat format) {
        return format == DatasetFormat.BAILIAN ? BLOCK_OF_BAILIAN : BLOCK_OF_MOONCAKE;
    }

    /** Returns whether there is no input or no output, as for requests that failed. */
    public boolean isVoid() {
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

    private static long time(String column, JsonNode cell) {
        String text = cell.asText().strip();
        if (!TIME.matcher(text).matches() || new BigDecimal(text).compareTo(LATEST) > 0) {
            throw new DatasetException("\"" + column + "\" is " + PromptFields.describe(cell)
                    + ", not a time in seconds or milliseconds; write 45 or 61.114, for example");
        }
        return new BigDecimal(text)
                .multiply(BigDecimal.valueOf(MILLIONTHS))
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
                            + ", not a date with a time; write 2023-11-16 18:15:46.6805900, for example",
                    e);
        }
    }

    private static List<Long> hashIds(JsonNode ids, int inputTokens, int block) {
        if (ids.isMissingNode() || ids.isNull() || (ids.isArray() && ids.isEmpty())) {
            return List.of();
        }
        if (!ids.isArray()) {
            throw new DatasetException("\"hash_ids\" is " + PromptFields.describe(ids)
                    + ", not an array; write an id for each block of " + block + " tokens, such as [46, 47]");
        }
        int blocks = blocks(inputTokens, block);
        if (ids.size() != blocks) {
            throw new DatasetException("\"hash_ids\" has " + ids.size() + " ids, but a prompt of " + inputTokens
                    + " tokens has " + blocks + " blocks of " + block
                    + "; give each block an id, remove \"hash_ids\", or set the datasetFormat that these blocks belong to: "
                    + "MOONCAKE has " + BLOCK_OF_MOONCAKE + " tokens per block, BAILIAN " + BLOCK_OF_BAILIAN);
        }
        List<Long> read = new ArrayList<>(blocks);
        for (JsonNode id : ids) {
            if (!id.isIntegralNumber() || !id.canConvertToLong()) {
                throw new DatasetException(
                        "\"hash_ids\" has " + PromptFields.describe(id) + "; ids must be whole numbers");
            }
            read.add(id.longValue());
        }
        return read;
    }

    /** Returns the number of blocks of a prompt; the last one may be shorter. */
    static int blocks(int tokens, int block) {
        return (tokens + block - 1) / block;
    }
}

package dev.llmbench.dataset.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.dataset.record.Columns;
import dev.llmbench.plan.DatasetFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The column names of traces. Case, spaces and underscores are ignored in tables. */
public final class TraceColumns {
    public static final String KNOWN =
            "TIMESTAMP, ContextTokens, GeneratedTokens or Timestamp, Request tokens, Response tokens";

    private static final Set<String> LENGTHS = Set.of("timestamp", "input_length", "output_length");
    private static final String BAILIAN = "chat_id";
    /** A number in Bailian's traces, and a text elsewhere. */
    private static final String TURN = "turn";

    private static final List<String> AZURE_LLM = List.of("timestamp", "contexttokens", "generatedtokens");
    private static final List<String> BURSTGPT = List.of("timestamp", "requesttokens", "responsetokens");

    private TraceColumns() {}

    /** Returns the trace format whose objects have these fields; empty if there is none. */
    public static Optional<DatasetFormat> formatOf(Set<String> fields) {
        boolean isBailian = fields.contains(BAILIAN);
        if (!fields.containsAll(LENGTHS)
                || fields.stream().anyMatch(field -> Columns.isPrompt(field) && !(isBailian && field.equals(TURN)))) {
            return Optional.empty();
        }
        return Optional.of(isBailian ? DatasetFormat.BAILIAN : DatasetFormat.MOONCAKE);
    }

    /** Returns the trace format with this header; empty if there is none. */
    public static Optional<DatasetFormat> formatOf(List<String> header) {
        List<String> names = header.stream().map(TraceColumns::plain).toList();
        if (names.containsAll(AZURE_LLM)) {
            return Optional.of(DatasetFormat.AZURE_LLM);
        }
        return names.containsAll(BURSTGPT) ? Optional.of(DatasetFormat.BURSTGPT) : Optional.empty();
    }

    /** Returns the cell of a column; missing if the row has none. */
    static JsonNode cell(ObjectNode row, String column) {
        JsonNode same = row.get(column);
        if (same != null) {
            return same;
        }
        String plain = plain(column);
        for (Map.Entry<String, JsonNode> cell : row.properties()) {
            if (plain(cell.getKey()).equals(plain)) {
                return cell.getValue();
            }
        }
        return MissingNode.getInstance();
    }

    private static String plain(String column) {
        return column.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }
}

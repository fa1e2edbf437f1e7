package dev.llmbench.report.html;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.report.json.JsonFormat;
import java.util.Arrays;

/** One line, or one cloud of points, of a chart. A value that does not exist is NaN here and null in JSON. */
final class Series {
    private static final int DECIMALS = 3;

    private final ObjectNode json = JsonFormat.object();
    private double seconds;

    /**
     * A series.
     *
     * @param label as it stands in the legend
     * @param tone which of the page's colours it has, counted from 1; the same figure has the same in all charts
     */
    Series(String label, int tone, double[] values) {
        json.put("label", label).put("tone", tone);
        json.set("values", array(values));
    }

    /** Between which values the slots lie that each point stands for. */
    Series between(double[] lowest, double[] highest) {
        json.set("low", array(lowest));
        json.set("high", array(highest));
        return this;
    }

    /** Of how many seconds each value is. */
    Series over(double length) {
        seconds = length;
        return this;
    }

    double seconds() {
        return seconds;
    }

    /** A line that was asked for and not measured. */
    Series planned() {
        json.put("planned", true);
        return this;
    }

    boolean isPlanned() {
        return json.has("planned");
    }

    ObjectNode json() {
        return json;
    }

    static double[] constant(double value, int count) {
        double[] values = new double[count];
        Arrays.fill(values, value);
        return values;
    }

    static ArrayNode array(double[] values) {
        ArrayNode array = JsonFormat.object().arrayNode(values.length);
        for (double value : values) {
            array.add(
                    Double.isNaN(value)
                            ? null
                            : JsonFormat.decimal(value, DECIMALS).stripTrailingZeros());
        }
        return array;
    }
}

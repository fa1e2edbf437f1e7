package dev.llmbench.report.html;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.report.json.JsonFormat;
import java.util.Arrays;

/** A line or a scatter plot in a chart. A missing value is NaN here and null in JSON. */
final class Series {
    private static final int DECIMALS = 3;

    private final ObjectNode json = JsonFormat.object();
    private double seconds;

    /**
     * Creates a series.
     *
     * @param label the label in the legend
     * @param tone the number of a colour of the page, counted from 1; a figure has the same colour in all charts
     */
    Series(String label, int tone, double[] values) {
        json.put("label", label).put("tone", tone);
        json.set("values", array(values));
    }

    /** Sets the range of the slots that each point covers. */
    Series between(double[] lowest, double[] highest) {
        json.set("low", array(lowest));
        json.set("high", array(highest));
        return this;
    }

    /** Sets how many seconds each value covers. */
    Series over(double length) {
        seconds = length;
        return this;
    }

    double seconds() {
        return seconds;
    }

    /** Makes this a line that was planned rather than measured. */
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

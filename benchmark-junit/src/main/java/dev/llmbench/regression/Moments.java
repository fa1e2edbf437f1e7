package dev.llmbench.regression;

import java.util.Collection;
import java.util.List;

/**
 * Number, mean and spread of a set of values.
 *
 * @param count the number of values
 * @param mean their mean; 0 if there are none
 * @param squares the sum of the squared differences from the mean
 */
record Moments(int count, double mean, double squares) {

    static Moments of(List<Double> values) {
        double mean = values.stream().mapToDouble(value -> value).average().orElse(0);
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return new Moments(values.size(), mean, squares);
    }

    int degrees() {
        return Math.max(0, count - 1);
    }

    static double squares(Collection<Moments> groups) {
        return groups.stream().mapToDouble(Moments::squares).sum();
    }

    static int degrees(Collection<Moments> groups) {
        return groups.stream().mapToInt(Moments::degrees).sum();
    }
}

package dev.llmbench.metric;

import java.util.regex.Pattern;

/**
 * A distribution as text, which can be saved in a file and merged again without loss: the sum, sum of squares, minimum
 * and maximum, and then for each bucket with samples its distance in microseconds from the previous bucket and its
 * count. It remains text in memory, which is smaller than the numbers.
 */
public final class KeptHistogram implements LatencyCollector {
    private static final Pattern DIGITS = Pattern.compile("[0-9.E ]*");

    /** Four numbers for all samples, and two for each bucket. */
    private static final int LEAST_WORDS = 6;

    private static final int LONGEST_NUMBER = 18;

    private final String text;

    private KeptHistogram(String text) {
        this.text = text;
    }

    /** Converts a distribution, which must not be empty, to text. */
    public static KeptHistogram of(Distribution distribution) {
        StringBuilder text = new StringBuilder();
        distribution.appendExact(text);
        long[] before = {0};
        distribution.forEachBucket((micros, count) -> {
            text.append(' ').append(micros - before[0]).append(' ').append(count);
            before[0] = micros;
        });
        return new KeptHistogram(text.toString());
    }

    /**
     * Parses what {@link #text()} returned.
     *
     * @throws IllegalArgumentException if the text is malformed
     */
    public static KeptHistogram parse(String text) {
        KeptHistogram kept = new KeptHistogram(text);
        long words = text.chars().filter(c -> c == ' ').count() + 1;
        if (!DIGITS.matcher(text).matches() || words < LEAST_WORDS || words % 2 != 0) {
            throw none(text);
        }
        try {
            kept.addTo(new LatencyHistogram());
        } catch (NumberFormatException e) {
            throw none(text);
        }
        return kept;
    }

    private static IllegalArgumentException none(String text) {
        return new IllegalArgumentException("Not a histogram: " + text.substring(0, Math.min(60, text.length())));
    }

    /** Returns the text that {@link #parse} accepts. */
    public String text() {
        return text;
    }

    @Override
    public void record(long micros) {
        throw new UnsupportedOperationException("A saved histogram cannot be changed");
    }

    @Override
    public void addTo(LatencyHistogram histogram) {
        Numbers numbers = new Numbers(text);
        long sum = numbers.next();
        double sumOfSquares = Double.parseDouble(numbers.word());
        long min = numbers.next();
        long max = numbers.next();
        long micros = 0;
        while (numbers.hasNext()) {
            micros += numbers.next();
            if (micros > LatencyHistogram.MAX_MICROS) {
                throw new IllegalArgumentException("No histogram bucket begins at " + micros + " microseconds");
            }
            histogram.add(micros, numbers.next());
        }
        histogram.add(sum, sumOfSquares, min, max);
    }

    /** Reads the numbers one by one without creating an object for each. */
    private static final class Numbers {
        private final String text;
        private int from;

        Numbers(String text) {
            this.text = text;
        }

        boolean hasNext() {
            return from < text.length();
        }

        long next() {
            int start = from;
            int end = end();
            if (end - start > LONGEST_NUMBER) {
                throw new NumberFormatException(text.substring(start, end));
            }
            return Long.parseLong(text, start, end, 10);
        }

        String word() {
            int start = from;
            return text.substring(start, end());
        }

        private int end() {
            int blank = text.indexOf(' ', from);
            int end = blank < 0 ? text.length() : blank;
            from = end + 1;
            return end;
        }
    }
}

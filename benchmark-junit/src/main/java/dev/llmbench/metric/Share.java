package dev.llmbench.metric;

import dev.llmbench.stats.BinomialTail;
import dev.llmbench.stats.Interval;
import java.util.function.DoublePredicate;

/**
 * A fraction of samples and the bounds of the true fraction. The bounds are exact (C. J. Clopper, E. S. Pearson, "The
 * Use of Confidence or Fiducial Limits Illustrated in the Case of the Binomial", Biometrika 26, 1934) for independent
 * samples. The numbers need not be integers, so that those of correlated samples can be scaled to an effective size.
 *
 * @param samples the number of samples, above 0
 * @param over the number of these that count, from 0 to all
 */
public record Share(double samples, double over) {
    private static final int HALVINGS = 100;

    public Share {
        if (!(samples > 0 && over >= 0 && over <= samples)) {
            throw new IllegalArgumentException("A fraction must be between 0 and 1: " + over + " of " + samples);
        }
    }

    /** Returns the fraction of these samples. */
    public double value() {
        return over / samples;
    }

    /** Returns the one-sided lower bound of the true fraction, such as at 0.95; 0 if no sample counts. */
    public double lower(double confidence) {
        return over == 0 ? 0 : boundary(p -> new BinomialTail(samples, p, 1 - p).atLeast(over) >= 1 - confidence);
    }

    /** Returns the one-sided upper bound of the true fraction, such as at 0.95; 1 if every sample counts. */
    public double upper(double confidence) {
        return 1 - new Share(samples, samples - over).lower(confidence);
    }

    /** Returns the two-sided interval of the true fraction, with equal tails. */
    public Interval interval(double confidence) {
        double oneSided = (1 + confidence) / 2;
        return Interval.of(lower(oneSided), upper(oneSided));
    }

    /** Returns the smallest fraction for which a condition holds, given that it also holds for all greater ones. */
    private static double boundary(DoublePredicate holds) {
        double below = 0;
        double above = 1;
        for (int i = 0; i < HALVINGS && below < above; i++) {
            double middle = (below + above) / 2;
            if (holds.test(middle)) {
                above = middle;
            } else {
                below = middle;
            }
        }
        return above;
    }
}

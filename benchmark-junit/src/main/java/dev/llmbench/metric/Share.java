package dev.llmbench.metric;

import dev.llmbench.stats.BinomialTail;
import dev.llmbench.stats.Interval;
import java.util.function.DoublePredicate;

/**
 * A share of samples and the bounds of the true share. The bounds are exact (C. J. Clopper, E. S. Pearson, "The Use
 * of Confidence or Fiducial Limits Illustrated in the Case of the Binomial", Biometrika 26, 1934) for independent
 * samples; neither number need be whole, so that those of correlated samples can be scaled to an effective size.
 *
 * @param samples the number of samples, above 0
 * @param over those of them that count, from 0 to all
 */
public record Share(double samples, double over) {
    private static final int HALVINGS = 100;

    public Share {
        if (!(samples > 0 && over >= 0 && over <= samples)) {
            throw new IllegalArgumentException("A share is a part of something: " + over + " of " + samples);
        }
    }

    /** The share of these samples. */
    public double value() {
        return over / samples;
    }

    /** The one-sided lower bound of the true share, such as at 0.95; 0 where no sample counts. */
    public double lower(double confidence) {
        return over == 0 ? 0 : boundary(p -> new BinomialTail(samples, p, 1 - p).atLeast(over) >= 1 - confidence);
    }

    /** The one-sided upper bound of the true share, such as at 0.95; 1 where every sample counts. */
    public double upper(double confidence) {
        return 1 - new Share(samples, samples - over).lower(confidence);
    }

    /** The two-sided interval of the true share, with equal tails. */
    public Interval interval(double confidence) {
        double oneSided = (1 + confidence) / 2;
        return Interval.of(lower(oneSided), upper(oneSided));
    }

    /** Returns the least share for which a condition holds that holds for all greater ones. */
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

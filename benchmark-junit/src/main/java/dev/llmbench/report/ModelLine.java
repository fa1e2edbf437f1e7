package dev.llmbench.report;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.ModelProfile;
import dev.llmbench.result.Measurement;

/** Says how much of the model's hardware was used. */
public final class ModelLine {
    private ModelLine() {}

    /** MBU and MTU of what was measured. */
    public static String of(ModelProfile profile, Measurement measured) {
        return "MBU " + Figures.share(measured.value(Metric.MBU, Statistic.VALUE)) + ", MTU (MFU in tokens) "
                + Figures.share(measured.value(Metric.MTU, Statistic.VALUE)) + " of " + profile.name();
    }
}

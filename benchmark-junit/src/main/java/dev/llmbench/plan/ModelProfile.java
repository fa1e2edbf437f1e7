package dev.llmbench.plan;

import static dev.llmbench.plan.ModelFigure.ACTIVE_PARAMETERS;
import static dev.llmbench.plan.ModelFigure.BYTES_PER_KV_NUMBER;
import static dev.llmbench.plan.ModelFigure.BYTES_PER_PARAMETER;
import static dev.llmbench.plan.ModelFigure.HEAD_SIZE;
import static dev.llmbench.plan.ModelFigure.KV_BYTES_PER_TOKEN;
import static dev.llmbench.plan.ModelFigure.KV_HEADS;
import static dev.llmbench.plan.ModelFigure.LAYERS;
import static dev.llmbench.plan.ModelFigure.PARAMETERS;
import static dev.llmbench.plan.ModelFigure.PEAK_BANDWIDTH;
import static dev.llmbench.plan.ModelFigure.PEAK_FLOPS;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Utilization;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The figures of the model and its hardware that a client cannot observe and from which MBU and MTU are computed. A missing
 * figure is never guessed; a metric that needs it is absent.
 *
 * <pre>{@code
 * var profile = dev.llmbench.plan.ModelProfile.ready("llama-3.1-70b", "h100-sxm", 4);
 * }</pre>
 *
 * @param name a name for display, such as {@code llama-3.1-8b on 1 x h100-sxm}
 * @param figures the known figures
 */
public record ModelProfile(String name, Map<ModelFigure, Double> figures) {
    private static final Set<ModelFigure> GEOMETRY = Set.of(LAYERS, KV_HEADS, HEAD_SIZE, BYTES_PER_KV_NUMBER);

    public ModelProfile {
        Map<ModelFigure, Double> ordered = new EnumMap<>(ModelFigure.class);
        ordered.putAll(figures);
        figures = Collections.unmodifiableMap(ordered);
        figures.forEach((figure, value) -> {
            if (!(value > 0) || value.isInfinite()) {
                throw ConfigurationException.of(
                        "modelProfile." + figure.key(),
                        value,
                        "it must be a number above 0",
                        "Leave out what is not known");
            }
        });
        double all = figures.getOrDefault(PARAMETERS, Double.MAX_VALUE);
        double active = figures.getOrDefault(ACTIVE_PARAMETERS, 0.0);
        if (active > all) {
            throw ConfigurationException.of(
                    "modelProfile.active_parameters",
                    active,
                    "the model has " + all + " parameters in all",
                    "Give the parameters that one token uses");
        }
    }

    /** A profile of one's own figures. */
    public static ModelProfile of(Map<ModelFigure, Double> figures) {
        return new ModelProfile("own figures", figures);
    }

    /**
     * Returns a predefined profile of a well-known model on well-known accelerators: BF16, dense. The names and the source
     * of each figure are in {@code models.json} and {@code accelerators.json} next to this class.
     *
     * @param model its name, such as {@code llama-3.1-8b}; blank for none
     * @param accelerator its name, such as {@code h100-sxm}; blank for none
     * @param devices the number of accelerators that serve the model together
     * @throws ConfigurationException if a name is unknown, or there is no device
     */
    public static ModelProfile ready(String model, String accelerator, int devices) {
        return ReadyProfiles.profile(model, accelerator, devices);
    }

    /**
     * Parses a profile from JSON: {@code model}, {@code accelerator} and {@code devices} select predefined figures, and
     * fields named by {@link ModelFigure#key()} override them, each as a number or as an object with {@code value} and
     * optionally, for readers, {@code source} and {@code note}.
     *
     * @param name the source of the text, for messages and as the profile's name
     * @throws ConfigurationException if the text is not such an object
     */
    public static ModelProfile parse(String name, String json) {
        return ModelProfileJson.read(name, json);
    }

    /** Returns this profile with some figures replaced. */
    public ModelProfile with(Map<ModelFigure, Double> own) {
        Map<ModelFigure, Double> all = new EnumMap<>(ModelFigure.class);
        all.putAll(figures);
        if (own.keySet().stream().anyMatch(GEOMETRY::contains)) {
            all.remove(KV_BYTES_PER_TOKEN);
        }
        all.putAll(own);
        return new ModelProfile(own.isEmpty() ? name : name + ", with own figures", all);
    }

    /** Returns a figure; empty if it is unknown. */
    public OptionalDouble figure(ModelFigure figure) {
        Double value = figures.get(figure);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** Returns the bytes of all parameters. All of them count as read in every decoding step, even in a mixture of experts. */
    public OptionalDouble parameterBytes() {
        return knows(PARAMETERS, BYTES_PER_PARAMETER)
                ? OptionalDouble.of(value(PARAMETERS) * value(BYTES_PER_PARAMETER))
                : OptionalDouble.empty();
    }

    /** Returns the number of parameters that one token uses. */
    public OptionalDouble activeParameters() {
        return figure(knows(ACTIVE_PARAMETERS) ? ACTIVE_PARAMETERS : PARAMETERS);
    }

    /** Returns the bytes of the KV cache for one token. */
    public OptionalDouble kvBytesPerToken() {
        if (!knows(KV_BYTES_PER_TOKEN) && figures.keySet().containsAll(GEOMETRY)) {
            return OptionalDouble.of(Utilization.kvBytesPerToken(
                    value(LAYERS), value(KV_HEADS), value(HEAD_SIZE), value(BYTES_PER_KV_NUMBER)));
        }
        return figure(KV_BYTES_PER_TOKEN);
    }

    public OptionalDouble peakBandwidth() {
        return figure(PEAK_BANDWIDTH);
    }

    public OptionalDouble peakFlops() {
        return figure(PEAK_FLOPS);
    }

    /** Whether it has every figure that the metric needs; always true for metrics other than MBU and MTU. */
    public boolean suffices(Metric metric) {
        return switch (metric) {
            case MBU ->
                parameterBytes().isPresent()
                        && kvBytesPerToken().isPresent()
                        && peakBandwidth().isPresent();
            case MTU -> activeParameters().isPresent() && peakFlops().isPresent();
            default -> true;
        };
    }

    private boolean knows(ModelFigure... wanted) {
        return figures.keySet().containsAll(Set.of(wanted));
    }

    private double value(ModelFigure figure) {
        return figure(figure).orElseThrow();
    }
}

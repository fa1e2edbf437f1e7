package dev.llmbench.junit;

import dev.llmbench.LoadTestBuilder;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.ModelFigure;
import java.lang.reflect.Method;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.commons.support.AnnotationSupport;

/** Finds and reads the {@link ModelProfile} of a load test. */
final class ModelProfiles {
    private ModelProfiles() {}

    /** Returns the annotation of the method, otherwise that of its class or the nearest enclosing class. */
    static Optional<ModelProfile> of(Method method, TestId test) {
        return AnnotationSupport.findAnnotation(method, ModelProfile.class)
                .or(() -> test.annotation(ModelProfile.class));
    }

    static void describe(ModelProfile asked, LoadTestBuilder builder) {
        Map<ModelFigure, Double> own = figures(asked);
        if (!asked.file().isBlank()) {
            requireNoName(asked);
            builder.modelProfile(asked.file());
            if (!own.isEmpty()) {
                builder.modelProfile(dev.llmbench.plan.ModelProfile.of(own));
            }
        } else if (asked.model().isBlank() && asked.accelerator().isBlank() && asked.devices() == 1) {
            builder.modelProfile(dev.llmbench.plan.ModelProfile.of(own));
        } else {
            builder.modelProfile(
                    dev.llmbench.plan.ModelProfile.ready(asked.model(), asked.accelerator(), asked.devices())
                            .with(own));
        }
    }

    private static void requireNoName(ModelProfile asked) {
        if (!asked.model().isBlank() || !asked.accelerator().isBlank() || asked.devices() != 1) {
            throw ConfigurationException.of(
                    "modelProfile.file",
                    asked.file(),
                    "a file names its own model, accelerator and devices",
                    "Write them into the file, or leave the file out");
        }
    }

    private static Map<ModelFigure, Double> figures(ModelProfile asked) {
        Map<ModelFigure, Double> figures = new EnumMap<>(ModelFigure.class);
        Map.of(
                        ModelFigure.PARAMETERS, asked.parameters(),
                        ModelFigure.ACTIVE_PARAMETERS, asked.activeParameters(),
                        ModelFigure.BYTES_PER_PARAMETER, asked.bytesPerParameter(),
                        ModelFigure.LAYERS, asked.layers(),
                        ModelFigure.KV_HEADS, asked.kvHeads(),
                        ModelFigure.HEAD_SIZE, asked.headSize(),
                        ModelFigure.BYTES_PER_KV_NUMBER, asked.bytesPerKvNumber(),
                        ModelFigure.KV_BYTES_PER_TOKEN, asked.kvBytesPerToken(),
                        ModelFigure.PEAK_BANDWIDTH, asked.peakBandwidth(),
                        ModelFigure.PEAK_FLOPS, asked.peakFlops())
                .forEach((figure, value) -> {
                    if (!value.isNaN()) {
                        figures.put(figure, value);
                    }
                });
        return figures;
    }
}

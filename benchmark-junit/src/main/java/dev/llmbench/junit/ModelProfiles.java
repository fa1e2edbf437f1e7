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

    static void describe(ModelProfile annotation, LoadTestBuilder builder) {
        Map<ModelFigure, Double> own = figures(annotation);
        if (!annotation.file().isBlank()) {
            requireNoName(annotation);
            builder.modelProfile(annotation.file());
            if (!own.isEmpty()) {
                builder.modelProfile(dev.llmbench.plan.ModelProfile.of(own));
            }
        } else if (annotation.model().isBlank() && annotation.accelerator().isBlank() && annotation.devices() == 1) {
            builder.modelProfile(dev.llmbench.plan.ModelProfile.of(own));
        } else {
            builder.modelProfile(dev.llmbench.plan.ModelProfile.ready(
                            annotation.model(), annotation.accelerator(), annotation.devices())
                    .with(own));
        }
    }

    private static void requireNoName(ModelProfile annotation) {
        if (!annotation.model().isBlank() || !annotation.accelerator().isBlank() || annotation.devices() != 1) {
            throw ConfigurationException.of(
                    "modelProfile.file",
                    annotation.file(),
                    "a file names its own model, accelerator and devices",
                    "Write them into the file, or leave the file out");
        }
    }

    private static Map<ModelFigure, Double> figures(ModelProfile annotation) {
        Map<ModelFigure, Double> figures = new EnumMap<>(ModelFigure.class);
        Map.of(
                        ModelFigure.PARAMETERS, annotation.parameters(),
                        ModelFigure.ACTIVE_PARAMETERS, annotation.activeParameters(),
                        ModelFigure.BYTES_PER_PARAMETER, annotation.bytesPerParameter(),
                        ModelFigure.LAYERS, annotation.layers(),
                        ModelFigure.KV_HEADS, annotation.kvHeads(),
                        ModelFigure.HEAD_SIZE, annotation.headSize(),
                        ModelFigure.BYTES_PER_KV_NUMBER, annotation.bytesPerKvNumber(),
                        ModelFigure.KV_BYTES_PER_TOKEN, annotation.kvBytesPerToken(),
                        ModelFigure.PEAK_BANDWIDTH, annotation.peakBandwidth(),
                        ModelFigure.PEAK_FLOPS, annotation.peakFlops())
                .forEach((figure, value) -> {
                    if (!value.isNaN()) {
                        figures.put(figure, value);
                    }
                });
        return figures;
    }
}

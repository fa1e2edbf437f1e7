package dev.llmbench.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The predefined figures of models and accelerators. */
final class ReadyProfiles {
    static final String MODELS = "models.json";
    static final String ACCELERATORS = "accelerators.json";

    private ReadyProfiles() {}

    static ModelProfile profile(String model, String accelerator, int devices) {
        if (devices < 1 || (devices > 1 && accelerator.isBlank())) {
            throw ConfigurationException.of(
                    "modelProfile.devices",
                    devices,
                    devices < 1
                            ? "a model needs at least one device"
                            : "this counts the devices of a predefined accelerator, but none is named",
                    devices < 1
                            ? "Write 1 or more"
                            : "Name the accelerator, or give the peaks of all devices together without it");
        }
        Map<ModelFigure, Double> figures = new EnumMap<>(ModelFigure.class);
        List<String> names = new ArrayList<>();
        if (!model.isBlank()) {
            figures.putAll(figures("modelProfile.model", model, MODELS));
            names.add(model);
        }
        if (!accelerator.isBlank()) {
            figures("modelProfile.accelerator", accelerator, ACCELERATORS)
                    .forEach((figure, ofOne) -> figures.put(figure, ofOne * devices));
            names.add(devices + " x " + accelerator);
        }
        return new ModelProfile(String.join(" on ", names), figures);
    }

    private static Map<ModelFigure, Double> figures(String attribute, String name, String file) {
        Map<String, ObjectNode> all = read(file);
        ObjectNode found = all.get(name);
        if (found == null) {
            throw ConfigurationException.of(
                    attribute,
                    name,
                    "there are no predefined figures of that name",
                    "Did you mean " + Suggestion.to(name, all.keySet()) + "? There are "
                            + String.join(", ", all.keySet()) + "; for others give the figures yourself");
        }
        return ModelProfileJson.figures(name, found);
    }

    /** Reads a file of figures, by name. */
    static Map<String, ObjectNode> read(String file) {
        Map<String, ObjectNode> all = new LinkedHashMap<>();
        ModelProfileJson.object(file, text(file))
                .properties()
                .forEach(entry -> all.put(entry.getKey(), (ObjectNode) entry.getValue()));
        return all;
    }

    private static String text(String file) {
        try (InputStream in = Objects.requireNonNull(ReadyProfiles.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}

package dev.llmbench.run;

import dev.llmbench.micrometer.RunMeters;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.LoadPlan;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/**
 * Whether a run's figures are published to Micrometer, and to which registry. Since Micrometer is optional, no field has one
 * of its types.
 *
 * @param wanted whether they are published
 * @param registry a {@code MeterRegistry}; empty for the global one
 */
public record Meters(boolean wanted, Optional<Object> registry) {
    public static final Meters NONE = new Meters(false, Optional.empty());
    public static final Meters GLOBAL = new Meters(true, Optional.empty());

    private static final String NEEDED = "io.micrometer.core.instrument.MeterRegistry";

    public static Meters in(Object registry) {
        return new Meters(true, Optional.of(registry));
    }

    /**
     * Requires Micrometer on the class path if it is wanted.
     *
     * @throws ConfigurationException if it is missing
     */
    public void requireAvailable() {
        if (!wanted) {
            return;
        }
        try {
            Class.forName(NEEDED, false, Meters.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw ConfigurationException.of(
                            "micrometer",
                            true,
                            "Micrometer is not on the class path",
                            "Add io.micrometer:micrometer-core to the tests' dependencies, or leave this out")
                    .causedBy(e);
        }
    }

    RunOutput output(LoadPlan plan) {
        return new MeterOutput(() -> registry.isPresent()
                ? RunMeters.in((MeterRegistry) registry.get(), plan)
                : RunMeters.inGlobalRegistry(plan));
    }
}

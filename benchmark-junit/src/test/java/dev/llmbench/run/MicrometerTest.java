package dev.llmbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.result.LoadResult;
import dev.llmbench.simulator.Simulator;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MicrometerTest {
    private final Simulator simulator = Simulator.builder().start();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void aRunIsInTheRegistryThatIsGiven() throws Exception {
        MeterRegistry registry = new SimpleMeterRegistry();

        LoadResult result = WithoutMicrometer.described(simulator.url(), directory)
                .meterRegistry(registry)
                .build()
                .run();

        assertThat(registry.get("llmbench.requests").tag("outcome", "ok").counters().stream()
                        .mapToDouble(Counter::count)
                        .sum())
                .isEqualTo((double) result.run().ok());
    }

    @Test
    void aRegistryThatFailsTakesNothingElseWithIt() throws Exception {
        MeterRegistry failing = new SimpleMeterRegistry();
        failing.config().onMeterAdded(meter -> {
            if (meter.getId().getName().equals("llmbench.requests")) {
                throw new IllegalStateException("no room");
            }
        });

        LoadResult result = WithoutMicrometer.described(simulator.url(), directory)
                .meterRegistry(failing)
                .build()
                .run();

        assertThat(result.run().ok()).isPositive();
        assertThat(failing.find("llmbench.in.flight").gauge()).isNull();
    }

    @Test
    void theLibraryRunsWhereMicrometerIsNotOnTheClassPath() throws Exception {
        assertThat(withoutMicrometer(WithoutMicrometer.Runs.class)).isEqualTo("ran");
    }

    @Test
    void aTestThatAsksForItWhereItIsNotThereIsTold() throws Exception {
        assertThat(withoutMicrometer(WithoutMicrometer.Asks.class))
                .contains("micrometer = ", "io.micrometer:micrometer-core");
    }

    @SuppressWarnings("unchecked")
    private String withoutMicrometer(Class<? extends BiFunction<String, Path, String>> work) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(others(), ClassLoader.getPlatformClassLoader())) {
            Object instance =
                    loader.loadClass(work.getName()).getDeclaredConstructor().newInstance();
            assertThat(instance.getClass()).isNotEqualTo(work);
            return ((BiFunction<String, Path, String>) instance).apply(simulator.url(), directory);
        }
    }

    /** All of the class path but Micrometer. */
    private static URL[] others() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : path.split(File.pathSeparator, -1)) {
            if (!entry.matches(".*micrometer-(core|commons|observation)-[^/\\\\]*\\.jar")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }
}

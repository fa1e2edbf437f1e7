package dev.llmbench.run;

import dev.llmbench.LoadTest;
import dev.llmbench.LoadTestBuilder;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.result.LoadResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiFunction;

/** What is done by classes of a loader that knows no Micrometer; must name nothing of that itself. */
final class WithoutMicrometer {
    private WithoutMicrometer() {}

    static LoadTestBuilder described(String url, Path directory) {
        return LoadTest.builder()
                .name("MicrometerTest")
                .endpoint(url + "/v1/chat/completions")
                .dataset("classpath:junit/chat.jsonl")
                .startUsers(1)
                .stage(1, Duration.ofMillis(200))
                .outputDirectory(directory)
                .quiet(true);
    }

    /** Runs a load test. */
    public static final class Runs implements BiFunction<String, Path, String> {
        @Override
        public String apply(String url, Path directory) {
            try {
                LoadResult result = described(url, directory).build().run();
                return result.run().ok() > 0 ? "ran" : "failed";
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Asks for Micrometer. */
    public static final class Asks implements BiFunction<String, Path, String> {
        @Override
        public String apply(String url, Path directory) {
            try {
                described(url, directory).micrometer(true).build();
                return "built";
            } catch (ConfigurationException e) {
                return String.valueOf(e.getMessage());
            }
        }
    }
}

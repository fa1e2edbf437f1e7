package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    private static final String SECRET = "sk-very-secret";
    private static final String LOCAL = "http://localhost:8000/v1/chat/completions";
    private static final String OPENAI = "https://api.openai.com/v1/chat/completions";

    private final Map<String, String> parameters = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    private Credentials credentials() {
        TestId test = new TestId(
                CredentialsTest.class, java.util.List.of(), "test", Optional.empty(), java.util.List.of(), "");
        Sources sources = new Sources(key -> Optional.ofNullable(parameters.get(key)), environment, SettingsFile.NONE);
        Placeholders values = new Placeholders(
                key -> sources.parameter(key).or(() -> sources.relaxedVariable(key)), "parameters and environment");
        return new Credentials(new Overrides(test.scopes(), sources), sources, values);
    }

    private Optional<String> key(String annotated, String endpoint) {
        return credentials().apiKey(annotated, endpoint);
    }

    private Map<String, String> headers(String... annotated) {
        return credentials().headers(annotated);
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable asking, String... parts) {
        assertThatThrownBy(asking)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining(SECRET);
    }

    @Nested
    class TheKey {
        @Test
        void isNoneWhereNoneIsGiven() {
            assertThat(key("", LOCAL)).isEmpty();
        }

        @Test
        void isThatOfThePlaceholdersVariable() {
            environment.put("MY_KEY", SECRET);

            assertThat(key("${MY_KEY}", LOCAL)).hasValue(SECRET);
            assertThat(key("${my.key}", LOCAL)).hasValue(SECRET);
            assertThat(key("${OTHER:${MY_KEY}}", LOCAL)).hasValue(SECRET);
        }

        @Test
        void mayBeLeftOutByABlankDefault() {
            assertThat(key("${MY_KEY:}", LOCAL)).isEmpty();
        }

        @Test
        void isThatOfTheLibrarysVariableForAnyEndpoint() {
            environment.put("LLMBENCH_API_KEY", SECRET);

            assertThat(key("", LOCAL)).hasValue(SECRET);
            assertThat(key("${MY_KEY}", OPENAI)).hasValue(SECRET);
        }

        @Test
        void mayBeThatOfOneTest() {
            environment.put("LLMBENCH_API_KEY", "other");
            environment.put("LLMBENCH_CREDENTIALSTEST_TEST_API_KEY", SECRET);

            assertThat(key("", LOCAL)).hasValue(SECRET);
        }

        @Test
        void ofOpenAiIsForOpenAi() {
            environment.put("OPENAI_API_KEY", SECRET);

            assertThat(key("", OPENAI)).hasValue(SECRET);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    LOCAL,
                    "http://api.openai.com/v1/chat/completions",
                    "https://api.openai.com.example.org/v1",
                    "https://api.openai.com@example.org/v1",
                    "https://api.openai.com:443@example.org/v1",
                    "https://example.org/https://api.openai.com/"
                })
        void ofOpenAiIsForNoOtherEndpoint(String endpoint) {
            environment.put("OPENAI_API_KEY", SECRET);

            assertThat(key("", endpoint)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {SECRET, "${MY_KEY:" + SECRET + "}", "${A:${B:" + SECRET + "}}"})
        void inTheSourceIsRefused(String annotated) {
            assertRefused(() -> key(annotated, LOCAL), "apiKey", "LLMBENCH_API_KEY", "${MY_KEY}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"llmbench.api-key", "llmbench.CredentialsTest.test.api-key"})
        void inAParameterIsRefused(String parameter) {
            parameters.put(parameter, SECRET);

            assertRefused(() -> key("", LOCAL), parameter, "reports", "LLMBENCH_API_KEY");
        }

        @Test
        void ofAPlaceholderInAParameterIsRefused() {
            parameters.put("my.key", SECRET);

            assertRefused(() -> key("${my.key}", LOCAL), "${my.key}", "MY_KEY");
        }

        @Test
        void ofAPlaceholderThatHasNoValueIsRefused() {
            assertRefused(() -> key("${MY_KEY}", LOCAL), "${MY_KEY} has no value", "the environment");
        }
    }

    @Nested
    class Headers {
        @Test
        void areNamesAndValues() {
            parameters.put("team", "search");

            assertThat(headers("X-Team: ${team}", "X-Time:10:30"))
                    .containsOnly(Map.entry("X-Team", "search"), Map.entry("X-Time", "10:30"));
        }

        @Test
        void withoutANameAreRefusedUnseen() {
            assertRefused(() -> headers("X-Team: a", SECRET), "headers: header 2", "Name: value");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"Authorization", "api-key", "X-Api-Key", "Cookie", "X-Auth-Token", "proxy-authorization"})
        void withSecretsTakeThemFromTheEnvironmentAlone(String name) {
            parameters.put("my.key", SECRET);
            assertRefused(() -> headers(name + ": Bearer ${my.key}"), "${my.key}", "MY_KEY");

            environment.put("MY_KEY", SECRET);
            assertThat(headers(name + ": Bearer ${my.key}")).containsEntry(name, "Bearer " + SECRET);
        }

        @Test
        void canBeOverriddenByLinesOrJson() {
            parameters.put("llmbench.headers", "X-Team: ads\n\nX-Run: 2");
            assertThat(headers("X-Old: 1")).containsOnly(Map.entry("X-Team", "ads"), Map.entry("X-Run", "2"));

            parameters.put("llmbench.headers", "{\"X-Team\": \"search\"}");
            assertThat(headers("X-Old: 1")).containsOnly(Map.entry("X-Team", "search"));
        }

        @Test
        void thatAreBrokenJsonAreRefusedUnseen() {
            parameters.put("llmbench.headers", "{\"Authorization\": \"" + SECRET);

            assertRefused(() -> headers(), "llmbench.headers", "JSON");
        }

        @Test
        void withSecretsInAParameterAreRefused() {
            parameters.put("llmbench.headers", "Authorization: Bearer " + SECRET);

            assertRefused(() -> headers(), "Authorization", "reports", "${MY_KEY}");
        }

        @Test
        void withPlaceholdersForSecretsInAParameterAreTaken() {
            parameters.put("llmbench.headers", "Authorization: Bearer ${MY_KEY}");
            environment.put("MY_KEY", SECRET);

            assertThat(headers()).containsEntry("Authorization", "Bearer " + SECRET);
        }

        @Test
        void withSecretsInAVariableAreTaken() {
            environment.put("LLMBENCH_HEADERS", "Authorization: Bearer " + SECRET);

            assertThat(headers()).containsEntry("Authorization", "Bearer " + SECRET);
        }
    }

    @AfterEach
    void noVariables() {
        FixtureEnvironment.set(Map.of());
    }

    @Tag("fixture")
    @ExtendWith(FixtureEnvironment.class)
    static class Fixture {
        @LlmLoadTest(
                endpoint = "${llm.url}",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "100ms"),
                apiKey = "${MY_KEY}",
                budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
                acceptInvalid = true)
        void test() {}
    }

    @Test
    void theKeyIsSentAsABearerToken() {
        try (LoopbackServer server = new LoopbackServer()) {
            FixtureEnvironment.set(Map.of("MY_KEY", SECRET));

            assertThat(FixtureRun.of(Fixture.class, Map.of("llm.url", server.url()))
                            .failures())
                    .isEmpty();

            assertThat(server.requests())
                    .isNotEmpty()
                    .allMatch(request -> request.header("Authorization")
                            .filter(("Bearer " + SECRET)::equals)
                            .isPresent());
        }
    }
}

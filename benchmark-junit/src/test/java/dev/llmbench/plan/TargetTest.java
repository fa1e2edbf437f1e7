package dev.llmbench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    private static final String KEY = "sk-very-secret-key";
    private static final String ENDPOINT = "https://llm.example/v1/chat/completions";

    @Test
    void aSecretNeverShowsItself() {
        Secret secret = new Secret(KEY);

        assertThat(secret).hasToString(Secret.MASK);
        assertThat(secret.reveal()).isEqualTo(KEY);
    }

    @Test
    void showsNeitherKeyNorHeaderValues() {
        Target target = target(ENDPOINT + "?api-key=" + KEY, KEY, Map.of("X-Tenant", new Secret(KEY)));

        assertThat(target.toString()).doesNotContain(KEY).contains("X-Tenant", "api-key=***");
        assertThat(target.shownEndpoint()).doesNotContain(KEY);
    }

    @Test
    void aPlanShowsNoKeyEither() {
        LoadPlan plan = Plans.plan();
        LoadPlan withKey = new LoadPlan(
                plan.test(),
                plan.dataset(),
                target(ENDPOINT, KEY, Map.of()),
                plan.request(),
                plan.load(),
                plan.budgets(),
                plan.goodput(),
                plan.early(),
                plan.deadline(),
                plan.acceptsInvalid(),
                plan.evidence());

        assertThat(withKey.toString()).doesNotContain(KEY);
    }

    @Test
    void masksItsSecretsInWhateverTheServerSends() {
        Target target = target(ENDPOINT, KEY, Map.of("X-Token", new Secret("another-secret")));

        assertThat(target.masked("Incorrect key " + KEY + " with another-secret"))
                .isEqualTo("Incorrect key *** with ***");
    }

    @Test
    void aRefusedEndpointShowsNoCredentials() {
        Throwable refusal = catchThrowable(() -> target("https://user:" + KEY + "@llm.example/v1", KEY, Map.of()));

        assertThat(refusal)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("apiKey or headers")
                .hasMessageNotContaining(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"with blank", "line\nend", " ", "schlüssel"})
    void aRefusedKeyIsNotShown(String key) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> target(ENDPOINT, key, Map.of()))
                .withMessageStartingWith("apiKey = \"***\"");
    }

    @Test
    void aRefusedHeaderShowsItsNameAlone() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> target(ENDPOINT, KEY, Map.of("X-Token", new Secret("a\r\nb"))))
                .withMessageStartingWith("headers = \"X-Token: ***\"");
    }

    @Test
    void headersOfTheGeneratorAreItsOwn() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> target(ENDPOINT, KEY, Map.of("Content-Type", new Secret("text/plain"))));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> target(ENDPOINT, KEY, Map.of("No name", new Secret("x"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8000", "ftp://llm.example/", "/v1/chat", "http:///v1"})
    void anEndpointIsAWholeHttpUrl(String endpoint) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> target(endpoint, KEY, Map.of()))
                .withMessageContaining("whole http or https URL");
    }

    @Test
    void aHostWithAnUnderscoreIsToldApartFromAnEndpointWithoutAHost() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> target("http://chat_server:8000/v1/chat/completions", KEY, Map.of()))
                .withMessageContainingAll("chat_server", "cannot contain an underscore", "network alias");
    }

    @Test
    void aTimeoutIsLongerThanNothing() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new Target(
                        URI.create(ENDPOINT), Optional.empty(), Map.of(), Duration.ofSeconds(1), Duration.ZERO))
                .withMessageStartingWith("requestTimeout = \"0s\"");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Plans.silentFor(Duration.ZERO, Plans.target()))
                .withMessageStartingWith("idleTimeout = \"0s\"");
    }

    @Test
    void aConnectionForEachRequestIsNoneInHttp2() {
        assertThat(Plans.closingConnections(HttpVersion.HTTP_1_1).keepAlive()).isFalse();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Plans.closingConnections(HttpVersion.HTTP_2))
                .withMessageStartingWith("keepAlive = false");
    }

    private static Target target(String endpoint, String key, Map<String, Secret> headers) {
        return new Target(
                URI.create(endpoint),
                Optional.of(new Secret(key)),
                headers,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60));
    }
}

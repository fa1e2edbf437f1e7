package dev.llmbench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Target;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSettingsTest {

    @Test
    void aHubHasAHostAndAPort() {
        ClusterSettings settings = ClusterSettings.NONE.withPlace(" hub.example:7800 ");

        assertThat(settings.isWanted()).isTrue();
        assertThat(settings.local()).isEmpty();
        assertThat(settings.host()).isEqualTo("hub.example");
        assertThat(settings.port()).isEqualTo(7_800);
        assertThat(ClusterSettings.NONE.withPlace("[::1]:7800").host()).isEqualTo("::1");
    }

    @Test
    void workersOnThisMachineHaveANumber() {
        assertThat(ClusterSettings.NONE.withPlace("local:3").local()).hasValue(3);
        assertThat(ClusterSettings.NONE.isWanted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local:0",
                "local:65",
                "local:x",
                "local:",
                "hub",
                "hub:",
                "hub:70000",
                "a b:1",
                "hub:1:2",
                ":7800"
            })
    void anythingElseIsRefused(String place) {
        assertThatThrownBy(() -> ClusterSettings.NONE.withPlace(place))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("llmbench.cluster")
                .hasMessageContaining(place)
                .hasMessageContaining("hub.example:7800, or local:3");
    }

    @Test
    void theOtherSettingsAreChecked() {
        assertThatThrownBy(() -> ClusterSettings.NONE.withWorkers(0)).hasMessageContaining("llmbench.cluster-workers");
        assertThatThrownBy(() -> ClusterSettings.NONE.withPatience(Duration.ofSeconds(-1)))
                .hasMessageContaining("llmbench.cluster-wait");
        assertThatThrownBy(() -> ClusterSettings.NONE.withOnLoss("maybe"))
                .hasMessageContaining("llmbench.cluster-on-loss")
                .hasMessageContaining("end or finish");
        assertThat(ClusterSettings.NONE.withOnLoss("FINISH").finishesOnLoss()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.staging.example/v1/chat/completions, true",
        "https://api.staging.example:8443/v1/x, false",
        "http://api.staging.example/v1/x, false",
        "https://evil.example/https://api.staging.example/v1, false",
        "https://api.staging.example.evil.com/v1, false",
        "https://other.example/v1?u=https://api.staging.example/v1, false"
    })
    void aWorkerLoadsOnlyWhatItsOperatorAllows(String endpoint, boolean allowed) {
        WorkerLimits limits = new WorkerLimits(List.of("https://*.staging.example/**"), OptionalInt.empty(), true);

        assertThat(limits.objection(to(endpoint)).isEmpty()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:1/v1", "http://127.0.0.1:1/v1", "http://[::1]:1/v1", "http://127.9.9.9/v1"})
    void aWorkerElsewhereDoesNotLoadItsOwnMachine(String endpoint) {
        WorkerLimits limits = new WorkerLimits(List.of(), OptionalInt.empty(), false);

        assertThat(limits.objection(to(endpoint))).isPresent();
        assertThat(WorkerLimits.NONE.objection(to(endpoint))).isEmpty();
    }

    private static Target to(String endpoint) {
        return new Target(
                URI.create(endpoint), Optional.empty(), Map.of(), Duration.ofSeconds(1), Duration.ofSeconds(1));
    }
}

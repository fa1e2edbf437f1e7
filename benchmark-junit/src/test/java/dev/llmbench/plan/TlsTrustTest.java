package dev.llmbench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTrustTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void aFileWithoutACertificateIsAMistake(String pem) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> TlsTrust.in("certs/ca.pem", pem))
                .withMessageContainingAll("trust = \"certs/ca.pem\"", "PEM", "javax.net.ssl.trustStore");
    }

    @Test
    void onlyATargetOverTlsCanBeUnverified() {
        assertThat(target("https://127.0.0.1/v1/completions", TlsTrust.INSECURE).isUnverified())
                .isTrue();
        assertThat(target("http://127.0.0.1/v1/completions", TlsTrust.INSECURE).isUnverified())
                .isFalse();
        assertThat(target("https://127.0.0.1/v1/completions", TlsTrust.OF_THE_JVM)
                        .isUnverified())
                .isFalse();
    }

    private static Target target(String url, TlsTrust trust) {
        Duration second = Duration.ofSeconds(1);
        return new Target(
                URI.create(url),
                Optional.empty(),
                Map.of(),
                second,
                second,
                Optional.empty(),
                trust,
                HttpVersion.HTTP_1_1);
    }
}

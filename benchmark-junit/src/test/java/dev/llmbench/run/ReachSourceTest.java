package dev.llmbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.ProxyServer;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Where the proxy comes from: the test, the JVM, the environment. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ReachSourceTest {
    private static final URI ENDPOINT = URI.create("https://llm.example/v1/chat/completions");

    private static String proxy(Map<String, String> environment, String said, URI endpoint) {
        return new ReachSource(environment::get)
                .proxy(endpoint, said)
                .map(ProxyServer::shown)
                .orElse("none");
    }

    private static String proxy(Map<String, String> environment) {
        return proxy(environment, "", ENDPOINT);
    }

    @Test
    void theTestItselfComesFirst() {
        Map<String, String> environment = Map.of("HTTPS_PROXY", "http://other:1");
        assertThat(proxy(environment, "socks5://user:pass@proxy", ENDPOINT)).isEqualTo("socks5://proxy:1080");
        assertThat(proxy(environment, "none", ENDPOINT)).isEqualTo("none");
    }

    @Test
    void thePropertiesOfTheJvmComeBeforeTheEnvironment() {
        Map<String, String> environment = Map.of("HTTPS_PROXY", "http://other:1");
        System.setProperty("https.proxyHost", "jvm-proxy");
        System.setProperty("https.proxyPort", "3128");
        System.setProperty("http.nonProxyHosts", "*.internal");
        try {
            assertThat(proxy(environment)).isEqualTo("http://jvm-proxy:3128");
            assertThat(proxy(environment, "", URI.create("https://llm.internal/")))
                    .isEqualTo("none");
        } finally {
            System.clearProperty("https.proxyHost");
            System.clearProperty("https.proxyPort");
            System.clearProperty("http.nonProxyHosts");
        }
    }

    @Test
    void theEnvironmentNamesProxiesAndExceptions() {
        assertThat(proxy(Map.of("HTTPS_PROXY", "http://a:1", "https_proxy", "http://b:2")))
                .isEqualTo("http://b:2");
        assertThat(proxy(Map.of("ALL_PROXY", "proxy:3128"))).isEqualTo("http://proxy:3128");
        assertThat(proxy(Map.of("HTTP_PROXY", "http://a:1"))).isEqualTo("none");
        assertThat(proxy(Map.of("HTTPS_PROXY", "http://a:1", "NO_PROXY", "x, .example")))
                .isEqualTo("none");
        assertThat(proxy(Map.of("HTTPS_PROXY", "http://a:1", "NO_PROXY", "ample")))
                .isEqualTo("http://a:1");
        assertThat(proxy(Map.of("HTTPS_PROXY", "http://a:1"), "", URI.create("https://127.0.0.1:8443/")))
                .isEqualTo("none");
    }

    @Test
    void whatIsNoProxyIsToldWithoutItsPassword() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> proxy(Map.of(), "https://user:pass-word@proxy:1", ENDPOINT))
                .withMessageContainingAll("proxy", "http or socks5")
                .withMessageNotContaining("pass-word");
    }
}

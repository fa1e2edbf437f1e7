package dev.llmbench.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyServerTest {

    @ParameterizedTest
    @ValueSource(strings = {"http://proxy:3128", "socks5://10.0.0.1:1080", "http://[::1]:3128"})
    void whatIsShownCanBeParsedAgain(String url) {
        assertThat(ProxyServer.parse("proxy", url).shown()).isEqualTo(url);
    }

    @Test
    void anAddressFromTheJvmGetsItsBrackets() {
        assertThat(new ProxyServer(false, "::1", 3128, Optional.empty(), Optional.empty()).shown())
                .isEqualTo("http://[::1]:3128");
    }
}

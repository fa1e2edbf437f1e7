package com.example.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.llmbench.simulator.Simulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class RealServerTest {

    @Test
    void nothingIsMissingWhereTheModelIsServed() throws InterruptedException {
        try (Simulator llm = Simulator.builder().model("small").start()) {
            assertThat(new RealServer(llm.url(), "small").whatIsMissing()).isEmpty();
        }
    }

    @Test
    void anotherModelIsNamed() throws InterruptedException {
        try (Simulator llm = Simulator.builder().model("small").start()) {
            assertThat(new RealServer(llm.url(), "large").whatIsMissing())
                    .hasValueSatisfying(reason -> assertThat(reason)
                            .contains(
                                    llm.url() + "/v1/models does not list the model large", "-Dllm.model", "[small]"));
        }
    }

    @Test
    void whatToSetIsSaidWhereNoServerIsNamed() throws InterruptedException {
        assertThat(new RealServer("", "small").whatIsMissing())
                .hasValueSatisfying(reason -> assertThat(reason).contains("No server is named", "-Dllm.url"));
    }

    @Test
    void whatWasTriedIsSaidWhereNothingAnswers() throws IOException, InterruptedException {
        String url;
        try (ServerSocket closedAtOnce = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            url = "http://127.0.0.1:" + closedAtOnce.getLocalPort();
        }
        assertThat(new RealServer(url, "small").whatIsMissing())
                .hasValueSatisfying(reason ->
                        assertThat(reason).contains(url + "/v1/models did not answer (ConnectException)", "-Dllm.url"));
    }

    @Test
    void aServerOfAnotherKindIsNotTaken() throws IOException, InterruptedException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/v1/models", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("<html>".getBytes(UTF_8));
            exchange.close();
        });
        other.start();
        try {
            String url = "http://127.0.0.1:" + other.getAddress().getPort();
            assertThat(new RealServer(url, "small").whatIsMissing())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("answered no JSON"));
        } finally {
            other.stop(0);
        }
    }
}

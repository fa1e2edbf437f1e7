package com.example.chat;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.langchain4j.http.client.sse.ServerSentEventParsingHandle;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

/**
 * Lets LangChain4j read the model's streams on the event loops of the service. Its default client keeps a thread of the JVM's
 * common pool for each stream that it reads, and on a machine of four cores that pool has three.
 */
final class WebClientTransport implements HttpClient {
    private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT =
            new ParameterizedTypeReference<>() {};

    private final WebClient client;

    private WebClientTransport(WebClient client) {
        this.client = client;
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        Disposable.Swap stream = Disposables.swap();
        ServerSentEventContext context = new ServerSentEventContext(new Handle(stream));
        stream.update(events(request)
                .subscribe(
                        event -> listener.onEvent(
                                new dev.langchain4j.http.client.sse.ServerSentEvent(event.event(), event.data()),
                                context),
                        listener::onError,
                        listener::onClose));
    }

    private Flux<ServerSentEvent<String>> events(HttpRequest request) {
        return client.method(HttpMethod.valueOf(request.method().name()))
                .uri(request.url())
                .headers(headers -> request.headers().forEach(headers::addAll))
                .bodyValue(request.body())
                .retrieve()
                .onStatus(
                        HttpStatusCode::isError,
                        response -> response.bodyToMono(String.class)
                                .defaultIfEmpty("")
                                .map(body ->
                                        new HttpException(response.statusCode().value(), body)))
                .bodyToFlux(EVENT);
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        throw new UnsupportedOperationException("it would block an event loop: ask for a stream");
    }

    private record Handle(Disposable stream) implements ServerSentEventParsingHandle {
        @Override
        public void cancel() {
            stream.dispose();
        }

        @Override
        public boolean isCancelled() {
            return stream.isDisposed();
        }
    }

    static final class Builder implements HttpClientBuilder {
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration readTimeout = Duration.ofSeconds(60);

        @Override
        public Duration connectTimeout() {
            return connectTimeout;
        }

        @Override
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = timeout;
            return this;
        }

        @Override
        public Duration readTimeout() {
            return readTimeout;
        }

        @Override
        public Builder readTimeout(Duration timeout) {
            readTimeout = timeout;
            return this;
        }

        @Override
        public HttpClient build() {
            return new WebClientTransport(WebClient.builder()
                    .clientConnector(new ReactorClientHttpConnector(reactor.netty.http.client.HttpClient.create()
                            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectTimeout.toMillis())
                            .responseTimeout(readTimeout)))
                    .build());
        }
    }
}

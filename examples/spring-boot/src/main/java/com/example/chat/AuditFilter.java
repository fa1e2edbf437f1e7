package com.example.chat;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * A change that a review might let pass: each request is written down by a call that blocks for 100 ms, while all others on its
 * event loop wait.
 */
@Component
@Profile("slow")
class AuditFilter implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        write(exchange.getRequest().getPath().value());
        return chain.filter(exchange);
    }

    /** Stands in for a driver that knows no other way, such as JDBC. */
    private static void write(String path) {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

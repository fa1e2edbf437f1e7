package dev.llmbench.report.csv;

import dev.llmbench.sample.RequestSample;

/** The codes that k6 gives to what went wrong: https://grafana.com/docs/k6/latest/javascript-api/error-codes/. */
final class K6ErrorCode {
    private static final int GENERIC = 1_000;
    private static final int REQUEST_TIMEOUT = 1_050;
    private static final int DIAL = 1_210;
    private static final int RESET_BY_PEER = 1_220;
    private static final int TLS = 1_300;
    private static final int LOWEST_OF_STATUS = 400;

    private K6ErrorCode() {}

    static int of(RequestSample sample) {
        return switch (sample.outcome()) {
            case CONNECT -> DIAL;
            case TLS -> TLS;
            case RESET -> RESET_BY_PEER;
            case TIMEOUT -> REQUEST_TIMEOUT;
            default -> sample.status() >= LOWEST_OF_STATUS ? GENERIC + sample.status() : GENERIC;
        };
    }
}

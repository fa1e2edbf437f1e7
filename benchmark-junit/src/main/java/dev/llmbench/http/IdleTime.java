package dev.llmbench.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a connection may be idle before it is used again. A request that is sent while the server closes the connection
 * gets no answer, so a connection is left alone near the moment at which the server is likely to.
 */
final class IdleTime {
    private static final long SECOND = 1_000_000_000;

    /** Many servers close after 5 s and don't say so: uvicorn, llama.cpp. */
    private static final long WHERE_NOT_SAID = 4 * SECOND;

    private static final Pattern TIMEOUT = Pattern.compile("(?:^|[,\\s])timeout\\s*=\\s*\"?([0-9]{1,9})");

    private IdleTime() {}

    /**
     * The time in nanoseconds: a second less than the server keeps the connection, or half of that where it is less.
     *
     * @param keepAlive the values of {@code Keep-Alive} in lower case; empty where there is none
     */
    static long nanos(String keepAlive) {
        Matcher timeout = TIMEOUT.matcher(keepAlive);
        if (!timeout.find()) {
            return WHERE_NOT_SAID;
        }
        long kept = Long.parseLong(timeout.group(1)) * SECOND;
        return kept - Math.min(SECOND, kept / 2);
    }
}

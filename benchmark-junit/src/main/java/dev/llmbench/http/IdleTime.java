package dev.llmbench.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a connection may be idle and still be reused. A request that is sent while the server closes the connection
 * gets no response, so a connection is not used shortly before the server is likely to close it.
 */
final class IdleTime {
    private static final long SECOND = 1_000_000_000;

    /** Many servers, such as uvicorn and llama.cpp, close idle connections after 5 s without announcing it. */
    private static final long WHERE_NOT_SAID = 4 * SECOND;

    private static final Pattern TIMEOUT = Pattern.compile("(?:^|[,\\s])timeout\\s*=\\s*\"?([0-9]{1,9})");

    private IdleTime() {}

    /**
     * Returns the time in nanoseconds: a second less than the server keeps the connection, or at least half of that
     * time.
     *
     * @param keepAlive the values of {@code Keep-Alive} in lower case; empty if there are none
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

package dev.llmbench.plan;

import java.util.OptionalLong;

/**
 * Limits on the number of requests. The load ends when a limit or the end of the last stage is reached.
 *
 * <pre>{@code
 * Limits limits = new Limits(OptionalLong.of(1_000), OptionalLong.empty());
 * }</pre>
 *
 * @param requests the maximum number of requests of the run; empty for no limit
 * @param requestsPerUser the maximum number of requests of each virtual user; empty for no limit
 */
public record Limits(OptionalLong requests, OptionalLong requestsPerUser) {

    /** No limit. */
    public static final Limits NONE = new Limits(OptionalLong.empty(), OptionalLong.empty());

    public Limits {
        requirePositive("maxRequests", requests);
        requirePositive("maxRequestsPerUser", requestsPerUser);
    }

    private static void requirePositive(String attribute, OptionalLong limit) {
        if (limit.isPresent() && limit.getAsLong() < 1) {
            throw ConfigurationException.of(
                    attribute, limit.getAsLong(), "a limit allows at least one request", "Write 1 or more");
        }
    }
}

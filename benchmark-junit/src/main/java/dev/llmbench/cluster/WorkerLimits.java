package dev.llmbench.cluster;

import dev.llmbench.plan.Target;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The limits that the operator of a worker sets.
 *
 * @param endpoints patterns of the endpoints that are allowed, in which {@code *} stands for anything but a slash and {@code
 *     **} for anything; empty for any endpoint
 * @param mostStreams the most requests in flight that are allowed; empty for any number
 * @param loopback whether an endpoint on the worker's own machine is allowed
 */
public record WorkerLimits(List<String> endpoints, OptionalInt mostStreams, boolean loopback) {

    /** No limits. */
    public static final WorkerLimits NONE = new WorkerLimits(List.of(), OptionalInt.empty(), true);

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d+){1,3}|\\[?::1]?|\\[?0:0:0:0:0:0:0:1]?");

    public WorkerLimits {
        endpoints = List.copyOf(endpoints);
    }

    /** Returns whether a host name or address refers to this machine only. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    /** Returns why an endpoint is not allowed; empty if it is. */
    Optional<String> objection(Target target) {
        URI endpoint = target.endpoint();
        String plain = endpoint.getScheme() + "://" + endpoint.getRawAuthority() + endpoint.getRawPath();
        if (!loopback && isLoopback(endpoint.getHost())) {
            return Optional.of("the endpoint " + plain + " is a loopback address, which is on the worker's own machine."
                    + " Name a host that the workers can reach");
        }
        if (!endpoints.isEmpty() && target.reach().proxy().isPresent()) {
            return Optional.of("the worker's operator allows only certain endpoints, and a proxy could lead elsewhere."
                    + " Leave the proxy out");
        }
        boolean allowed = endpoints.isEmpty() || endpoints.stream().anyMatch(it -> matches(it, plain));
        return allowed
                ? Optional.empty()
                : Optional.of("the worker's operator does not allow the endpoint " + plain + ", only "
                        + String.join(" and ", endpoints));
    }

    private static boolean matches(String pattern, String endpoint) {
        String regex = Stream.of(pattern.split("\\*\\*", -1))
                .map(part ->
                        Stream.of(part.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[^/]*")))
                .collect(Collectors.joining(".*"));
        return endpoint.matches(regex);
    }
}

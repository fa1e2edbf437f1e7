package dev.llmbench.plan;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The baseline: a second endpoint that the run compares with its own. It gets the same load and the same prompts.
 *
 * <pre>{@code
 * Optional<Against> baseline = result.plan().against();
 * }</pre>
 *
 * @param target the baseline's endpoint and how it is called
 * @param order how the load is distributed over the two endpoints
 * @param block the length of a block in {@link ArmOrder#BLOCKS}
 */
public record Against(Target target, ArmOrder order, Duration block) {

    /** The default length of a block: longer than most requests, shorter than most noise. */
    public static final Duration DEFAULT_BLOCK = Duration.ofSeconds(5);

    /** The minimum time of unmeasured load that an endpoint gets before each block. */
    public static final Duration LEAST_GUARD = Duration.ofSeconds(1);

    private static final String ATTRIBUTE = "against";

    public Against {
        if (block.compareTo(LEAST_GUARD) < 0) {
            throw ConfigurationException.of(
                    "block",
                    Durations.format(block),
                    "a block is at least " + Durations.format(LEAST_GUARD) + " long, and longer than most requests",
                    "Write for example 5s");
        }
    }

    /** Whether the endpoints take turns. */
    public boolean takesTurns() {
        return order == ArmOrder.BLOCKS;
    }

    /** Whether both endpoints have the same host name, and so may share hardware. */
    private boolean isOnHostOf(Target candidate) {
        return candidate.endpoint().getHost().equalsIgnoreCase(target.endpoint().getHost());
    }

    /** Whether both endpoints have the same host and port, and so may also share caches. */
    public static boolean shareOrigin(URI one, URI other) {
        return one.getHost() != null && one.getHost().equalsIgnoreCase(other.getHost()) && port(one) == port(other);
    }

    private static int port(URI endpoint) {
        return endpoint.getPort() >= 0 ? endpoint.getPort() : "https".equals(endpoint.getScheme()) ? 443 : 80;
    }

    /**
     * Returns what readers should know about a comparison under this plan; usually nothing.
     *
     * @param plan the plan that contains this baseline
     */
    public List<String> notes(LoadPlan plan) {
        List<String> notes = new ArrayList<>();
        if (isOnHostOf(plan.target()) && !takesTurns()) {
            notes.add("Both endpoints are on " + target.endpoint().getHost()
                    + ". If they share a GPU, a CPU or a gateway, each also waits for the other, which hides"
                    + " how much capacity a slower one costs: order = BLOCKS loads one at a time");
        }
        if (shareOrigin(plan.target().endpoint(), target.endpoint())) {
            notes.add("Both endpoints are behind the same host and port, so every prompt is salted, differently"
                    + " for each of them: a shared cache cannot answer one with what the other asked for");
        }
        if (!plan.load().model().isOpen()) {
            notes.add("Virtual users wait for each response, so the slower endpoint gets fewer requests:"
                    + " latencies are compared at different loads. load = ARRIVAL_RATE gives both the same load");
        }
        if (!target.transport().equals(plan.target().transport())) {
            notes.add("Requests to the candidate are sent by " + plan.target().transport()
                    + ", those to the baseline by " + target.transport()
                    + ", whose overheads differ");
        }
        if (isWithoutCredentialsOf(plan.target())) {
            notes.add("The baseline is on another host, or has no TLS: it gets neither the API key nor headers"
                    + " with credentials; againstApiKey sets a key for it");
        }
        return notes;
    }

    /** Whether credentials of the candidate are withheld from the baseline, which has no key of its own. */
    public boolean isWithoutCredentialsOf(Target candidate) {
        return target.apiKey().isEmpty()
                && (candidate.apiKey().isPresent()
                        || target.headers().size() < candidate.headers().size());
    }

    void requireCompatible(Target candidate, Load load, EarlyEnd early, Measuring measuring) {
        if (candidate.endpoint().equals(target.endpoint())) {
            throw refused("this is the endpoint under test", "Name the endpoint to compare with, or leave it out");
        }
        if (early.breakpoint().isPresent()) {
            throw refused(
                    "a breakpoint run raises the load until one endpoint breaks, and two are compared under the same load",
                    "Leave it out, or use other stages or a profile such as LOAD");
        }
        if (measuring.twoLengths().isPresent()) {
            throw refused(
                    "tpotByDifference compares requests of one endpoint with each other", "Leave one of the two out");
        }
        if (takesTurns()) {
            requireBlocks(load, measuring);
        }
    }

    private void requireBlocks(Load load, Measuring measuring) {
        if (!load.isSteady(OptionalInt.empty())) {
            String attribute = load.model().isOpen() ? "startRate" : "startUsers";
            throw blocksRefused(
                    "the endpoints take turns, so every block must have the same load",
                    load.replay().isPresent()
                            ? "Use SIMULTANEOUS, or give the trace stages"
                            : "Hold one level, such as " + attribute
                                    + " = 10 and stages = @Stage(target = 10, duration = \"5m\"), or use SIMULTANEOUS");
        }
        if (measuring.conversations()) {
            throw blocksRefused(
                    "the endpoints take turns, and conversations last longer than a block",
                    "Use SIMULTANEOUS, or leave conversations out");
        }
        if (load.limits().requests().isPresent()
                || load.limits().requestsPerUser().isPresent()) {
            throw blocksRefused(
                    "the endpoints take turns by time, and maxRequests or maxRequestsPerUser would end the"
                            + " load of one before the other's",
                    "Leave the limit out, or use SIMULTANEOUS");
        }
        Duration pair = block.plus(LEAST_GUARD).multipliedBy(2);
        if (load.length().compareTo(pair) < 0) {
            throw ConfigurationException.of(
                    "stages",
                    Durations.format(load.length()),
                    "one block of " + Durations.format(block) + " for each endpoint takes at least "
                            + Durations.format(pair) + ", and a comparison many of them",
                    "Give the stages for example 5m, or shorten block");
        }
    }

    private ConfigurationException blocksRefused(String rule, String remedy) {
        return ConfigurationException.of("order", order, rule, remedy);
    }

    private ConfigurationException refused(String rule, String remedy) {
        return ConfigurationException.of(ATTRIBUTE, target.shownEndpoint(), rule, remedy);
    }
}

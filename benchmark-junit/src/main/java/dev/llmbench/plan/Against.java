package dev.llmbench.plan;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The endpoint that a run compares its own with: the baseline. It gets the same load and the same prompts.
 *
 * <pre>{@code
 * Optional<Against> baseline = result.plan().against();
 * }</pre>
 *
 * @param target where its requests go
 * @param order how the two endpoints get their load
 * @param block the length of a block in {@link ArmOrder#BLOCKS}
 */
public record Against(Target target, ArmOrder order, Duration block) {

    /** The usual length of a block: longer than most requests, shorter than most noise. */
    public static final Duration USUAL_BLOCK = Duration.ofSeconds(5);

    /** The least time for which an endpoint gets load that is not measured, before each block. */
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

    /** Whether both names are of the same host, so that the endpoints may share its hardware. */
    private boolean isOnHostOf(Target candidate) {
        return candidate.endpoint().getHost().equalsIgnoreCase(target.endpoint().getHost());
    }

    /** Whether both are behind the same port of the same host, so that they may share caches too. */
    public static boolean shareOrigin(URI one, URI other) {
        return one.getHost() != null && one.getHost().equalsIgnoreCase(other.getHost()) && port(one) == port(other);
    }

    private static int port(URI endpoint) {
        return endpoint.getPort() >= 0 ? endpoint.getPort() : "https".equals(endpoint.getScheme()) ? 443 : 80;
    }

    /**
     * What to know of a comparison under this plan; mostly nothing.
     *
     * @param plan the plan that this is a part of
     */
    public List<String> notes(LoadPlan plan) {
        List<String> notes = new ArrayList<>();
        if (isOnHostOf(plan.target()) && !takesTurns()) {
            notes.add("Both endpoints are on " + target.endpoint().getHost()
                    + ". If they share a GPU, a CPU or a gateway, each waits for the other too, which hides what a slower"
                    + " one costs in capacity: order = BLOCKS loads one at a time");
        }
        if (shareOrigin(plan.target().endpoint(), target.endpoint())) {
            notes.add(
                    "Both endpoints are behind the same host and port, so every prompt is salted, differently for each of"
                            + " them: no shared cache serves one what the other asked for");
        }
        if (!plan.load().model().isOpen()) {
            notes.add("Virtual users wait for each answer, so the slower endpoint gets fewer requests: latencies are"
                    + " compared at different loads. load = ARRIVAL_RATE gives both the same");
        }
        if (!target.transport().equals(plan.target().transport())) {
            notes.add(
                    "Requests to the candidate are carried by " + plan.target().transport()
                            + ", those to the baseline by " + target.transport()
                            + ", which differ by what each of them costs");
        }
        if (isWithoutCredentialsOf(plan.target())) {
            notes.add("The baseline is on another host, or has no TLS: it gets neither the API key nor headers with"
                    + " credentials; againstApiKey gives it a key of its own");
        }
        return notes;
    }

    /** Whether credentials of the candidate are kept from the baseline, which has no key of its own. */
    public boolean isWithoutCredentialsOf(Target candidate) {
        return target.apiKey().isEmpty()
                && (candidate.apiKey().isPresent()
                        || target.headers().size() < candidate.headers().size());
    }

    void requireFitting(Target candidate, Load load, EarlyEnd early, Measuring measuring) {
        if (candidate.endpoint().equals(target.endpoint())) {
            throw refused("this is the endpoint itself", "Name the endpoint to compare with, or leave it out");
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
                    "the endpoints take turns, and the load of one block has to be that of the next",
                    load.replay().isPresent()
                            ? "Use SIMULTANEOUS, or give the trace stages"
                            : "Hold one level, such as " + attribute
                                    + " = 10 and stages = @Stage(target = 10, duration = \"5m\"), or use SIMULTANEOUS");
        }
        if (measuring.conversations()) {
            throw blocksRefused(
                    "conversations go on for longer than a block, and the endpoints take turns",
                    "Use SIMULTANEOUS, or leave conversations out");
        }
        if (load.limits().requests().isPresent()
                || load.limits().requestsPerUser().isPresent()) {
            throw blocksRefused(
                    "the endpoints take turns by time, and maxRequests or maxRequestsPerUser ends the load of one before the"
                            + " other's",
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

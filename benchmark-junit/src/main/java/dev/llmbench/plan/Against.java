package dev.llmbench.plan;

import java.time.Duration;
import java.util.Locale;
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
    public boolean isOnHostOf(Target candidate) {
        return host(candidate).equals(host(target));
    }

    /** Whether both are behind the same port of the same host, so that they may share caches too. */
    public boolean isOnOriginOf(Target candidate) {
        return isOnHostOf(candidate) && port(candidate) == port(target);
    }

    private static String host(Target target) {
        return target.endpoint().getHost().toLowerCase(Locale.ROOT);
    }

    private static int port(Target target) {
        int port = target.endpoint().getPort();
        return port >= 0 ? port : "https".equals(target.endpoint().getScheme()) ? 443 : 80;
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
                    "tpotByDifference compares requests of one endpoint with each other",
                    "Leave one of the two out");
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

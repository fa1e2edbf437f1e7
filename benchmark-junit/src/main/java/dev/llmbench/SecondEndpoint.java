package dev.llmbench;

import dev.llmbench.plan.Against;
import dev.llmbench.plan.ArmOrder;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.Reach;
import dev.llmbench.plan.Secret;
import dev.llmbench.plan.Target;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The settings of the baseline, the endpoint that the test's own is compared with. */
final class SecondEndpoint {
    String url = "";
    ArmOrder order = ArmOrder.SIMULTANEOUS;
    Duration block = Against.DEFAULT_BLOCK;
    Optional<Secret> apiKey = Optional.empty();

    /**
     * Returns the baseline; empty if no second endpoint is set.
     *
     * @param candidate the test's own endpoint
     * @param type the prompt type, which completes a URL without a path
     * @param reach how an endpoint is reached
     * @throws dev.llmbench.plan.ConfigurationException if the URL is not an endpoint, or the block is too short
     */
    Optional<Against> against(Target candidate, PromptType type, Function<URI, Reach> reach) {
        if (url.isBlank()) {
            return Optional.empty();
        }
        URI endpoint = EndpointUrl.parse("against", url.strip()).withPathFor(type);
        Target target = candidate.compared(endpoint, apiKey, reach);
        return Optional.of(new Against(target, order, block));
    }

    /** Whether it has the same host and port as the other endpoint, and so may share its caches. */
    boolean sharesOrigin(EndpointUrl other) {
        return !url.isBlank()
                && Against.shareOrigin(EndpointUrl.parse("against", url.strip()).given(), other.given());
    }
}

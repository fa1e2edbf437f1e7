package dev.llmbench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.dataset.Dataset;
import dev.llmbench.endpoint.EndpointApi;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.OwnApi;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.RequestOptions;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The settings of requests besides their prompts. */
final class RequestSettings {
    private static final String API = "api";

    Optional<PromptType> promptType = Optional.empty();
    Optional<String> model = Optional.empty();
    OptionalInt maxTokens = OptionalInt.empty();
    OptionalDouble temperature = OptionalDouble.empty();
    String body = "";
    boolean streaming = true;

    /** A fully qualified class name. */
    @Nullable
    String apiClass;

    @Nullable
    EndpointApi api;

    /** Returns the further fields of the body, validated. */
    ObjectNode furtherFields() {
        return RequestOptions.parseExtra(body);
    }

    /**
     * Returns the custom API, if there is one.
     *
     * @throws ConfigurationException if its class cannot be instantiated, or a prompt type is also set
     */
    Optional<EndpointApi> ownApi(ClassLoader loader) {
        String name = apiClass;
        Optional<EndpointApi> own = name == null
                ? Optional.ofNullable(api)
                : Optional.of(UserClass.instantiate(
                        API,
                        name,
                        EndpointApi.class,
                        "",
                        "Write the fully qualified name of a class that implements " + EndpointApi.class.getName(),
                        loader));
        promptType.filter(type -> own.isPresent() && type != PromptType.OWN).ifPresent(type -> {
            throw ConfigurationException.of(
                    "promptType", type, "api defines what requests look like", "Leave one of the two out");
        });
        return own;
    }

    /**
     * Returns the prompt type: {@code OWN} for a custom API, otherwise the one set, inferred from the endpoint's path or
     * from the dataset.
     */
    PromptType shape(Optional<EndpointApi> own, EndpointUrl endpoint, Dataset dataset) {
        return own.isPresent() ? PromptType.OWN : promptType.orElseGet(() -> endpoint.promptType(dataset));
    }

    RequestOptions options(PromptType shape, Optional<EndpointApi> own, ObjectNode furtherFields) {
        return new RequestOptions(
                shape,
                model,
                maxTokens,
                temperature,
                furtherFields,
                // Streaming is on by default, but no endpoint streams embeddings.
                streaming && shape != PromptType.EMBEDDINGS,
                own.map(OwnApi::of));
    }
}

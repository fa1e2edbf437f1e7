package dev.llmbench.run;

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
public final class RequestSettings {
    private static final String API = "api";

    public Optional<PromptType> promptType = Optional.empty();
    public Optional<String> model = Optional.empty();
    public OptionalInt maxTokens = OptionalInt.empty();
    public OptionalDouble temperature = OptionalDouble.empty();
    public String body = "";
    public boolean streaming = true;

    /** A fully qualified class name. */
    @Nullable
    public String apiClass;

    @Nullable
    public EndpointApi api;

    /** Returns the further fields of the body, validated. */
    public ObjectNode furtherFields() {
        return RequestOptions.parseExtra(body);
    }

    /**
     * Returns the custom API, if there is one.
     *
     * @throws ConfigurationException if its class cannot be instantiated, or a prompt type is also set
     */
    public Optional<EndpointApi> ownApi(ClassLoader loader) {
        String name = apiClass;
        Optional<EndpointApi> own = name == null
                ? Optional.ofNullable(api)
                : Optional.of(UserClass.made(
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
    public PromptType shape(Optional<EndpointApi> own, EndpointUrl endpoint, Dataset dataset) {
        return own.isPresent() ? PromptType.OWN : promptType.orElseGet(() -> endpoint.promptType(dataset));
    }

    public RequestOptions options(PromptType shape, Optional<EndpointApi> own, ObjectNode furtherFields) {
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

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

/** What was said of the requests beside their prompts. */
public final class RequestSettings {
    private static final String API = "api";

    public Optional<PromptType> promptType = Optional.empty();
    public Optional<String> model = Optional.empty();
    public OptionalInt maxTokens = OptionalInt.empty();
    public OptionalDouble temperature = OptionalDouble.empty();
    public String body = "";
    public boolean streaming = true;

    /** The full name of a class. */
    @Nullable
    public String apiClass;

    @Nullable
    public EndpointApi api;

    /** The further fields of the body, validated. */
    public ObjectNode furtherFields() {
        return RequestOptions.parseExtra(body);
    }

    /**
     * The API of the test's own, where it has one.
     *
     * @throws ConfigurationException if its class makes no object, or another shape is asked for beside it
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
                        "Write the full name of a class that implements " + EndpointApi.class.getName(),
                        loader));
        promptType.filter(type -> own.isPresent() && type != PromptType.OWN).ifPresent(type -> {
            throw ConfigurationException.of(
                    "promptType", type, "api says what requests look like", "Leave one of the two out");
        });
        return own;
    }

    /** The shape of the requests: an own one, or what was said, what the endpoint's path says, or what the dataset holds. */
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
                // No endpoint streams embeddings, and streaming is what is asked for where nothing is said.
                streaming && shape != PromptType.EMBEDDINGS,
                own.map(OwnApi::of));
    }
}

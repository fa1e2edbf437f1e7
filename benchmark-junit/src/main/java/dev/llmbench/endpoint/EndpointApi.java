package dev.llmbench.endpoint;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The API of an endpoint that is not in the shape of OpenAI's: how a request is built, and what an event of its answers says.
 * An answer may be a stream of server-sent events, a stream of lines of JSON, or one body; its content type tells which.
 * One object serves all requests of a run from several threads, so it keeps nothing of any of them.
 *
 * <pre>{@code
 * import com.fasterxml.jackson.databind.JsonNode;
 * import com.fasterxml.jackson.databind.node.JsonNodeFactory;
 * import dev.llmbench.endpoint.ApiAnswer;
 * import dev.llmbench.endpoint.ApiEvent;
 * import dev.llmbench.endpoint.ApiRequest;
 * import dev.llmbench.endpoint.EndpointApi;
 *
 * public final class AskApi implements EndpointApi {
 *     @Override
 *     public JsonNode request(ApiRequest request) {
 *         return JsonNodeFactory.instance.objectNode().put("question", request.text());
 *     }
 *
 *     @Override
 *     public void read(ApiEvent event, ApiAnswer answer) {
 *         answer.output(event.json().path("answer").asText());
 *     }
 * }
 * }</pre>
 *
 * <p>An {@code event: error} of a stream and an error status are errors whatever this says, and {@code data: [DONE]} ends a
 * stream. What {@link #read} throws ends the request with an error: {@link UnexpectedEventException} as
 * {@code malformed}, all else as {@code client}.
 */
public interface EndpointApi {

    /**
     * The body of the request for a prompt. Asked before the load starts where prompts are known by then, so it costs the
     * load no time. Fields of the attribute {@code requestBody} and of the dataset's line are laid over it.
     *
     * @return an object; what is none, or an exception, fails the test before anything is sent
     */
    JsonNode request(ApiRequest request);

    /**
     * Says what one event holds: of a stream each event but {@code [DONE]}, or the whole body of an answer that is none.
     * Called by the threads that read from sockets: what it does is part of the client's own time for a token, so it should
     * neither block nor log.
     */
    void read(ApiEvent event, ApiAnswer answer);

    /**
     * Whether a stream says that it is complete, by {@link ApiAnswer#finished} or {@code [DONE]}, so that one that ends
     * without it is {@code truncated}. Default true. Where it does not, nobody can tell a stream that a proxy cut off in order
     * from one that is complete.
     */
    default boolean saysWhenFinished() {
        return true;
    }

    /** What reports call it. Default: the name of its class. */
    default String name() {
        return getClass().getName();
    }
}

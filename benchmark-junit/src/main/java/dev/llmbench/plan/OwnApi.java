package dev.llmbench.plan;

import dev.llmbench.endpoint.EndpointApi;
import java.util.Optional;

/**
 * A custom API.
 *
 * <pre>{@code
 * result.plan().request().ownApi().ifPresent(api -> System.out.println(api.name()));
 * }</pre>
 *
 * @param name the name in reports
 * @param code the implementation; empty if only the name is known, because the run was read from files
 */
public record OwnApi(String name, Optional<EndpointApi> code) {

    /** Returns a custom API with its implementation. */
    public static OwnApi of(EndpointApi code) {
        return new OwnApi(code.name(), Optional.of(code));
    }

    /** Returns the API of a run that was read from files. */
    public static OwnApi named(String name) {
        return new OwnApi(name, Optional.empty());
    }
}

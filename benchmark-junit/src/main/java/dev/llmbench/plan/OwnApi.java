package dev.llmbench.plan;

import dev.llmbench.endpoint.EndpointApi;
import java.util.Optional;

/**
 * An API of the test's own.
 *
 * <pre>{@code
 * result.plan().request().ownApi().ifPresent(api -> System.out.println(api.name()));
 * }</pre>
 *
 * @param name what reports call it
 * @param code what it does; empty where only its name is known, of a run that was read from files
 */
public record OwnApi(String name, Optional<EndpointApi> code) {

    /** An API to make requests by. */
    public static OwnApi of(EndpointApi code) {
        return new OwnApi(code.name(), Optional.of(code));
    }

    /** One that a run was made with. */
    public static OwnApi named(String name) {
        return new OwnApi(name, Optional.empty());
    }
}

package dev.llmbench.cli;

import dev.llmbench.cluster.jgroups.ClusterKey;
import dev.llmbench.plan.ConfigurationException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a hub.
 *
 * @param option the option that contains it, for messages
 * @param host the host name or address, without brackets
 */
record HubAddress(String option, String host, int port) {
    static final String USUAL_PORT = "7800";
    private static final Pattern FORM = Pattern.compile("(?:(?:\\[([0-9a-fA-F:.]+)]|([A-Za-z0-9._-]+)):)?([0-9]{1,5})");
    private static final int GREATEST_PORT = 65_535;

    /** Reads {@code host:port}. */
    static HubAddress of(String option, String text) {
        return read(option, text)
                .filter(address -> !address.host().isEmpty() && address.port() > 0)
                .orElseThrow(() ->
                        wrong(option, text, "this is not the address of a hub", "Write host:port, such as hub:7800"));
    }

    /** Reads a port, or {@code address:port}. Without an address, only this machine can reach the hub. */
    static HubAddress toListenOn(String option, String text) {
        HubAddress address = read(option, text)
                .orElseThrow(() -> wrong(
                        option,
                        text,
                        "this is neither a port nor an address and a port",
                        "Write 7800, or 0.0.0.0:7800 for workers on other machines"));
        return address.host().isEmpty()
                ? new HubAddress(option, InetAddress.getLoopbackAddress().getHostAddress(), address.port())
                : address;
    }

    private static Optional<HubAddress> read(String option, String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches() || Integer.parseInt(form.group(3)) > GREATEST_PORT) {
            return Optional.empty();
        }
        String host = form.group(1) != null ? form.group(1) : form.group(2) != null ? form.group(2) : "";
        return Optional.of(new HubAddress(option, host, Integer.parseInt(form.group(3))));
    }

    private static ConfigurationException wrong(String option, String text, String rule, String remedy) {
        return ConfigurationException.of(option, text, rule, remedy);
    }

    /** Returns the address of this machine to listen on. */
    InetAddress here() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw wrong(
                            option,
                            host,
                            "there is no such address",
                            "Write an address of this machine, or 0.0.0.0 for all")
                    .causedBy(e);
        }
    }

    /** Whether only this machine can reach the hub. */
    boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Returns the key in the environment. Only a hub that no other machine can reach works without one. */
    Optional<ClusterKey> key(Map<String, String> environment) {
        boolean none = environment.getOrDefault(ClusterKey.VARIABLE, "").isBlank();
        if (none && !isLoopback()) {
            throw wrong(
                    option,
                    toString(),
                    "without a key, anyone who can reach this address could start loads",
                    "Set the environment variable " + ClusterKey.VARIABLE
                            + " to the path of the file that \"key FILE\" has created, or to its bytes in base64");
        }
        return none ? Optional.empty() : Optional.of(ClusterKey.fromEnvironment(environment));
    }

    /** Returns a description of the key for the console. */
    static String shown(Optional<ClusterKey> key) {
        return key.map(ClusterKey::toString).orElse("no key, only for this machine");
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}

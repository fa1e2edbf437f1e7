package dev.llmbench.run;

import dev.llmbench.dataset.NamedFiles;
import dev.llmbench.plan.ClientCertificate;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.ProxyServer;
import dev.llmbench.plan.Reach;
import dev.llmbench.plan.Secret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Determines how the endpoint is reached: from the test's settings, otherwise from those of the JVM, otherwise from the
 * environment.
 */
public final class ReachSource {
    static final String PASSWORD = "LLMBENCH_CLIENT_CERTIFICATE_PASSWORD";

    private static final String NONE = "none";
    private static final List<String> PROXY_PROPERTIES =
            List.of("http.proxyHost", "https.proxyHost", "socksProxyHost", "java.net.useSystemProxies");

    private final UnaryOperator<@Nullable String> environment;

    public ReachSource(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    public Reach reach(URI endpoint, String proxy, String certificate, Path projectDirectory, ClassLoader loader) {
        return new Reach(proxy(endpoint, proxy), certificate(certificate, projectDirectory, loader));
    }

    // The proxy.

    Optional<ProxyServer> proxy(URI endpoint, String setting) {
        String asked = setting.strip();
        if (asked.equalsIgnoreCase(NONE)) {
            return Optional.empty();
        }
        if (!asked.isEmpty()) {
            return Optional.of(ProxyServer.parse("proxy", asked));
        }
        boolean jvmSays =
                PROXY_PROPERTIES.stream().anyMatch(name -> !property(name).isEmpty());
        return jvmSays ? ofJvm(endpoint) : ofEnvironment(endpoint);
    }

    private static Optional<ProxyServer> ofJvm(URI endpoint) {
        ProxySelector selector = ProxySelector.getDefault();
        if (selector == null) {
            return Optional.empty();
        }
        return selector.select(endpoint).stream()
                .filter(proxy -> proxy.address() instanceof InetSocketAddress)
                .findFirst()
                .map(proxy -> ofJvm(endpoint, proxy.type(), (InetSocketAddress) proxy.address()));
    }

    private static ProxyServer ofJvm(URI endpoint, Proxy.Type type, InetSocketAddress address) {
        boolean socks = type == Proxy.Type.SOCKS;
        String user = property(socks ? "java.net.socks.username" : endpoint.getScheme() + ".proxyUser");
        String password = property(socks ? "java.net.socks.password" : endpoint.getScheme() + ".proxyPassword");
        return new ProxyServer(
                socks,
                address.getHostString(),
                address.getPort(),
                Optional.of(user).filter(text -> !text.isEmpty()),
                Optional.of(password).filter(text -> !text.isEmpty()).map(Secret::new));
    }

    private static String property(String name) {
        return System.getProperty(name, "").strip();
    }

    private Optional<ProxyServer> ofEnvironment(URI endpoint) {
        String name = endpoint.getScheme().toUpperCase(Locale.ROOT) + "_PROXY";
        String text = variable(name).isEmpty() ? variable("ALL_PROXY") : variable(name);
        return text.isEmpty() || bypassesProxy(endpoint.getHost())
                ? Optional.empty()
                : Optional.of(ProxyServer.parse(name, text));
    }

    /** Whether the host is this machine, as in Java itself, or matches NO_PROXY. */
    private boolean bypassesProxy(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.startsWith("127.") || name.equals("[::1]")) {
            return true;
        }
        for (String entry : variable("NO_PROXY").toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
            String domain = entry.replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", "");
            if (entry.equals("*") || (!domain.isEmpty() && (name.equals(domain) || name.endsWith("." + domain)))) {
                return true;
            }
        }
        return false;
    }

    private String variable(String name) {
        String capitals = environment.apply(name);
        String small = environment.apply(name.toLowerCase(Locale.ROOT));
        return (small != null ? small : capitals != null ? capitals : "").strip();
    }

    // The certificate.

    private Optional<ClientCertificate> certificate(String setting, Path projectDirectory, ClassLoader loader) {
        if (setting.isBlank()) {
            return ofJvm();
        }
        try {
            return Optional.of(read(setting.strip(), projectDirectory, loader));
        } catch (DatasetException e) {
            throw ConfigurationException.saying(String.valueOf(e.getMessage())).causedBy(e);
        }
    }

    private ClientCertificate read(String setting, Path projectDirectory, ClassLoader loader) {
        String name = setting.toLowerCase(Locale.ROOT);
        if (name.endsWith(".p12") || name.endsWith(".pfx")) {
            byte[] content = NamedFiles.bytes("clientCertificate", setting, projectDirectory, loader);
            return ClientCertificate.inStore(setting, content, "PKCS12", Optional.of(new Secret(variable(PASSWORD))));
        }
        StringBuilder pem = new StringBuilder();
        for (String file : setting.split(",", -1)) {
            pem.append(new String(
                            NamedFiles.bytes("clientCertificate", file.strip(), projectDirectory, loader),
                            StandardCharsets.ISO_8859_1))
                    .append('\n');
        }
        return ClientCertificate.inPem(setting, pem.toString());
    }

    /** Returns the certificate of the JVM's key store, which the JVM would present by default. */
    private static Optional<ClientCertificate> ofJvm() {
        String file = property("javax.net.ssl.keyStore");
        if (file.isEmpty() || file.equals("NONE")) {
            return Optional.empty();
        }
        String type = property("javax.net.ssl.keyStoreType");
        try {
            return Optional.of(ClientCertificate.inStore(
                    file,
                    Files.readAllBytes(Path.of(file)),
                    type.isEmpty() ? KeyStore.getDefaultType() : type,
                    Optional.of(new Secret(System.getProperty("javax.net.ssl.keyStorePassword", "")))));
        } catch (IOException e) {
            throw ConfigurationException.of(
                    "javax.net.ssl.keyStore", file, "the JVM's key store cannot be read", "Check the path");
        }
    }
}

package dev.llmbench.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.llmbench.plan.BreakpointHunt;
import dev.llmbench.plan.ClientCertificate;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.OwnApi;
import dev.llmbench.plan.RateSearch;
import dev.llmbench.plan.RisingLoad;
import dev.llmbench.plan.Secret;
import dev.llmbench.prompt.Tokenizer;
import dev.llmbench.report.json.Binding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Encodes a plan, the options of a dataset, or a record that contains these. Unlike the plan in run.json, the bytes are exact
 * and contain all secrets: they must only be sent encrypted, and never be written or shown.
 */
final class PlanCodec {
    private static final String RULE = "the workers of a cluster do not have the test's classes";
    private static final String REMEDY = "Run this test without llmbench.cluster";

    private static final JsonMapper JSON = Binding.ofRecords()
            .addModule(types())
            .addMixIn(BreakpointHunt.class, EitherHunt.class)
            // An exception would otherwise quote the secrets around the mistake.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private PlanCodec() {}

    /**
     * Encodes a plan, options, or a record that contains these.
     *
     * @throws ConfigurationException if it refers to an API or a tokenizer of the test's own
     */
    static byte[] write(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw e.getCause() instanceof ConfigurationException refusal ? refusal : new UncheckedIOException(e);
        }
    }

    /**
     * Decodes such a value.
     *
     * @param message the message, whose remaining bytes are the value
     * @throws ConfigurationException if it needs a tokenizer that this worker does not have
     * @throws IllegalArgumentException if the bytes are not such a value; its message quotes none of them
     */
    static <T> T read(ByteBuffer message, Class<T> type) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        try {
            return JSON.readValue(bytes, type);
        } catch (JsonMappingException e) {
            throw e.getCause() instanceof ConfigurationException refusal
                    ? refusal
                    : unreadable(type, " at " + e.getPathReference());
        } catch (IOException e) {
            throw unreadable(type, "");
        }
    }

    /** Leaves out the cause, whose message could quote secrets. */
    private static IllegalArgumentException unreadable(Class<?> type, String place) {
        return new IllegalArgumentException("A message is not a " + type.getSimpleName() + place);
    }

    private static SimpleModule types() {
        SimpleModule module = new SimpleModule();
        // The text of Durations is limited to a year.
        Binding.bind(module, Duration.class, String.class, Duration::toString, Duration::parse);
        Binding.bind(module, Instant.class, String.class, Instant::toString, Instant::parse);
        Binding.bind(module, Secret.class, String.class, Secret::reveal, Secret::new);
        Binding.bind(module, Certificate.class, byte[].class, PlanCodec::encoded, PlanCodec::certificate);
        Binding.bind(module, ClientCertificate.class, Stored.class, Stored::of, Stored::certificate);
        Binding.bind(module, OwnApi.class, String.class, PlanCodec::refused, OwnApi::named);
        Binding.bind(module, Tokenizer.class, String.class, PlanCodec::name, PlanCodec::tokenizer);
        return module;
    }

    private static byte[] encoded(Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("A trusted certificate cannot be encoded", e);
        }
    }

    private static Certificate certificate(byte[] encoded) {
        try {
            return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("A trusted certificate cannot be read", e);
        }
    }

    private static String refused(OwnApi api) {
        throw ConfigurationException.of("api", api.name(), RULE, REMEDY);
    }

    private static String name(Tokenizer tokenizer) {
        if (!Tokenizer.builtIn(tokenizer.name()).equals(Optional.of(tokenizer))) {
            throw ConfigurationException.of("tokenizer", tokenizer.name(), RULE, REMEDY);
        }
        return tokenizer.name();
    }

    private static Tokenizer tokenizer(String name) {
        return Tokenizer.builtIn(name)
                .orElseThrow(() -> ConfigurationException.of(
                        "tokenizer",
                        name,
                        "it needs jtokkit, which is not on the worker's class path",
                        "Start the workers with the class path of the test"));
    }

    /** The kinds can be told apart by their components, since they have none in common. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({@JsonSubTypes.Type(RateSearch.class), @JsonSubTypes.Type(RisingLoad.class)})
    private interface EitherHunt {}

    record Stored(String said, Secret password, Optional<Store> store) {

        @SuppressWarnings("ArrayRecordComponent") // Never compared.
        record Store(String type, byte[] content) {}

        static Stored of(ClientCertificate certificate) {
            Secret password = certificate.password();
            return new Stored(
                    certificate.said(),
                    password,
                    certificate.keys().map(keys -> stored(certificate.said(), keys, password)));
        }

        private static Store stored(String said, KeyStore keys, Secret password) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            try {
                keys.store(content, password.reveal().toCharArray());
            } catch (IOException | GeneralSecurityException | UnsupportedOperationException e) {
                throw ConfigurationException.of(
                                "clientCertificate",
                                said,
                                "a key store of type " + keys.getType()
                                        + " cannot be copied to the workers of a cluster",
                                "Name a PKCS12 file, or run this test without llmbench.cluster")
                        .causedBy(e);
            }
            return new Store(keys.getType(), content.toByteArray());
        }

        ClientCertificate certificate() {
            return store.map(
                            keys -> ClientCertificate.inStore(said, keys.content(), keys.type(), Optional.of(password)))
                    .orElseGet(() -> ClientCertificate.named(said));
        }
    }
}

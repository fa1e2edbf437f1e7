package dev.llmbench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.llmbench.dataset.DatasetOptions;
import dev.llmbench.openai.ServerKeys;
import dev.llmbench.plan.ClientCertificate;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.OwnApi;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.plan.Secret;
import dev.llmbench.plan.TraceTimeUnit;
import dev.llmbench.prompt.Tokenizer;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCodecTest {
    /** Only plans that cannot be sent have one. */
    private static final Set<String> NEVER_SENT = Set.of("RequestOptions.ownApi");

    private static List<LoadPlan> plans = List.of();

    @BeforeAll
    static void makePlans(@TempDir Path directory) throws Exception {
        plans = new UnusualPlans(Files.readAllBytes(ServerKeys.store(directory, "worker"))).all();
    }

    @Test
    void everyPlanIsReadAsItWasWritten() throws Exception {
        for (LoadPlan plan : plans) {
            assertThat(flat(read(PlanCodec.write(plan), LoadPlan.class))).isEqualTo(flat(plan));
        }
    }

    /** A component that is added to any of the records fails this test until one of the plans sets it. */
    @Test
    void thePlansGiveEveryComponentMoreThanOneValue() throws Exception {
        Map<String, Set<Object>> values = new TreeMap<>();
        for (LoadPlan plan : plans) {
            collect(plan, values);
        }

        assertThat(values).containsKeys("Target.apiKey", "ProxyServer.password", "RisingLoad.sustained");
        values.values().removeIf(ofComponent -> ofComponent.size() > 1);
        assertThat(values.keySet()).isEqualTo(NEVER_SENT);
    }

    @Test
    void aPlanTravelsInARecordWithOtherThings() throws Exception {
        record Order(int worker, LoadPlan plan, DatasetOptions options, Optional<Tokenizer> tokenizer) {}
        Order order = new Order(
                3,
                plans.get(0),
                DatasetOptions.ofDefaults()
                        .withFormat(DatasetFormat.MOONCAKE)
                        .withTokenizer(Tokenizer.estimate())
                        .withSalt(true)
                        .withConversations(true)
                        .withSeed(Long.MIN_VALUE)
                        .withWindow(Duration.ofNanos(1), Optional.of(Duration.ofDays(400)))
                        .withTimeUnit(TraceTimeUnit.SECONDS),
                Optional.of(Tokenizer.best()));

        Order read = read(PlanCodec.write(order), Order.class);

        assertThat(flat(read)).isEqualTo(flat(order));
        assertThat(read.options()).isEqualTo(order.options());
        assertThat(read.tokenizer()).isEqualTo(order.tokenizer());
    }

    @Test
    void anOwnApiIsRefused() {
        LoadPlan plan = UnusualPlans.with(new RequestOptions(
                PromptType.OWN,
                Optional.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                JsonNodeFactory.instance.objectNode(),
                true,
                Optional.of(OwnApi.named("GreetingApi"))));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> PlanCodec.write(plan))
                .withMessage("api = \"GreetingApi\": the workers of a cluster do not have the test's classes."
                        + " Run this test without llmbench.cluster.");
    }

    @Test
    void anOwnTokenizerIsRefusedEvenUnderABuiltInName() {
        Tokenizer own = new Tokenizer() {
            @Override
            public int count(String text) {
                return 1;
            }

            @Override
            public String name() {
                return "o200k_base";
            }
        };

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> PlanCodec.write(DatasetOptions.ofDefaults().withTokenizer(own)))
                .withMessage("tokenizer = \"o200k_base\": the workers of a cluster do not have the test's classes."
                        + " Run this test without llmbench.cluster.");
    }

    @Test
    void aWorkerWithoutTheTokenizerSaysSo() {
        byte[] bytes = text(PlanCodec.write(DatasetOptions.ofDefaults()))
                .replaceFirst("\"tokenizer\":\"[^\"]*\"", "\"tokenizer\":\"other_base\"")
                .getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(bytes, DatasetOptions.class))
                .withMessageContaining("tokenizer = \"other_base\": it needs jtokkit");
    }

    @Test
    void noTextShowsASecret() {
        for (LoadPlan plan : plans) {
            assertThat(plan.toString()).doesNotContain(UnusualPlans.CANARY);
        }
    }

    @Test
    void anUnreadablePlanIsRefusedWithoutItsSecrets() {
        byte[] bytes = PlanCodec.write(plans.get(0));
        for (int part = 0; part < 50; part++) {
            assertRefused(Arrays.copyOf(bytes, bytes.length * part / 50));
        }
        assertRefused(damaged(bytes, "\"port\":\\d+", "\"port\":\"" + UnusualPlans.CANARY + "\""));
        assertRefused(damaged(bytes, "\"connect_timeout\":\"", "$0" + UnusualPlans.CANARY));
        assertRefused(damaged(bytes, "\"api_key\":", "\"unknown\":\"" + UnusualPlans.CANARY + "\",$0"));
        assertRefused(damaged(bytes, "\"keep_alive\":[a-z]+,", ""));
    }

    private static byte[] damaged(byte[] bytes, String regex, String replacement) {
        String damaged = text(bytes).replaceFirst(regex, replacement);
        assertThat(damaged).isNotEqualTo(text(bytes));
        return damaged.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertRefused(byte[] bytes) {
        IllegalArgumentException refusal =
                catchThrowableOfType(IllegalArgumentException.class, () -> read(bytes, LoadPlan.class));

        assertThat(refusal).hasNoCause().hasMessageStartingWith("A message is not a LoadPlan");
        assertThat(refusal.getMessage()).doesNotContain(UnusualPlans.CANARY);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static <T> T read(byte[] bytes, Class<T> type) {
        return PlanCodec.read(ByteBuffer.wrap(bytes), type);
    }

    /** Adds the values of all components of a record and of the records in it. */
    private static void collect(Object value, Map<String, Set<Object>> values) throws Exception {
        if (value instanceof Record record) {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                Object part = part(record, component);
                values.computeIfAbsent(
                                record.getClass().getSimpleName() + "." + component.getName(),
                                name -> new LinkedHashSet<>())
                        .add(flat(part));
                collect(part, values);
            }
        } else {
            for (Object part : parts(value)) {
                collect(part, values);
            }
        }
    }

    private static Collection<?> parts(Object value) {
        return value instanceof Optional<?> optional
                ? optional.stream().toList()
                : value instanceof Map<?, ?> map
                        ? map.values()
                        : value instanceof Collection<?> collection ? collection : List.of();
    }

    /** Returns an object that equals another one only if all values do, including secrets. */
    private static Object flat(Object value) throws Exception {
        if (value instanceof Tokenizer tokenizer) {
            return tokenizer.name();
        }
        if (value instanceof Record record) {
            Map<String, Object> components = new LinkedHashMap<>();
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                components.put(component.getName(), flat(part(record, component)));
            }
            return Map.of(record.getClass(), components);
        }
        if (value instanceof Optional<?> optional) {
            return optional.isEmpty() ? optional : Optional.of(flat(optional.get()));
        }
        if (value instanceof List<?> list) {
            Map<Integer, Object> values = new TreeMap<>();
            for (Object element : list) {
                values.put(values.size(), flat(element));
            }
            return values;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> values = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                values.put(entry.getKey(), flat(entry.getValue()));
            }
            return values;
        }
        if (value instanceof Secret secret) {
            return "secret " + secret.reveal();
        }
        if (value instanceof ClientCertificate certificate) {
            return List.of(
                    certificate.said(),
                    flat(certificate.password()),
                    certificate.keys().isPresent() ? entries(certificate) : "named alone");
        }
        assertThat(value.getClass().getMethod("equals", Object.class).getDeclaringClass())
                .as("%s must be comparable", value.getClass())
                .isNotEqualTo(Object.class);
        return value;
    }

    private static Object part(Record record, RecordComponent component) throws Exception {
        component.getAccessor().setAccessible(true);
        return component.getAccessor().invoke(record);
    }

    private static Object entries(ClientCertificate certificate) throws Exception {
        KeyStore keys = certificate.keys().orElseThrow();
        Map<String, Object> entries = new TreeMap<>(Map.of("type", keys.getType()));
        for (String alias : Collections.list(keys.aliases())) {
            entries.put(
                    alias,
                    List.of(
                            keys.getKey(alias, certificate.password().reveal().toCharArray()),
                            List.of(keys.getCertificateChain(alias))));
        }
        return entries;
    }
}

package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

class EndpointSourceTest {
    private final LoopbackServer server = new LoopbackServer();
    private final Map<String, String> parameters = new HashMap<>();

    @BeforeEach
    void tellFixturesWhereTheServerIs() {
        FixtureEndpoint.set(server.url());
        FixtureEnvironment.set(Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void assertReached(Class<?> fixture, String path) {
        assertThat(FixtureRun.of(fixture, parameters).failures()).isEmpty();
        assertThat(server.requests())
                .isNotEmpty()
                .allMatch(request -> request.path().equals(path));
    }

    private void assertRefused(Class<?> fixture, String... parts) {
        assertThat(FixtureRun.of(fixture, parameters).failure()).hasMessageContainingAll(parts);
        assertThat(server.requests()).isEmpty();
    }

    /** A load that says nothing of its endpoint. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @LlmLoadTest(
            dataset = "classpath:junit/chat.jsonl",
            stages = @Stage(target = 1, duration = "100ms"),
            thinkTime = "20ms",
            budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
            acceptInvalid = true)
    @interface Somewhere {}

    /** A load at what the method says. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @LlmLoadTest(
            endpointMethod = "endpoint",
            dataset = "classpath:junit/full.jsonl",
            stages = @Stage(target = 1, duration = "100ms"),
            thinkTime = "20ms",
            budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
            acceptInvalid = true)
    @interface WhereTheMethodSays {}

    /** A load at what the placeholder says. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @LlmLoadTest(
            endpoint = "http://127.0.0.1:${local.server.port:${other.port}}/placed",
            dataset = "classpath:junit/full.jsonl",
            stages = @Stage(target = 1, duration = "100ms"),
            thinkTime = "20ms",
            budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
            acceptInvalid = true)
    @interface AtThePort {}

    @Nested
    class AField {
        @Test
        void mayBeAStringOrAUriOrASupplierOfOne() {
            assertReached(OfString.class, "/string");
            server.requests().clear();
            assertReached(OfUri.class, "/uri");
            server.requests().clear();
            assertReached(OfSupplier.class, "/supplied");
        }

        @Test
        void mayBePrivateAndOfASuperclass() {
            assertReached(OfTheSuperclass.class, "/string");
        }

        @Test
        void ofAnEnclosingInstanceServesNestedTests() {
            assertReached(OfTheEnclosingInstance.class, "/outer");
        }

        @Test
        void ofTheNestedClassComesBeforeThatOfTheEnclosingOne() {
            assertReached(OfBothInstances.class, "/inner");
        }

        @Test
        void withoutAPathGetsTheUsualOneOfTheDataset() {
            assertReached(WithoutPath.class, "/v1/chat/completions");
        }

        @Test
        void withoutAPathGetsTheUsualOneOfThePromptType() {
            parameters.put("llmbench.dataset", "classpath:junit/full.jsonl");
            assertReached(WithoutPath.class, "/v1/completions");
        }

        @Test
        void thatIsNullOrOfAnotherTypeIsRefused() {
            assertRefused(OfNull.class, "OfNull.endpoint returned null", "Supplier");
            assertRefused(OfNumber.class, "OfNumber.endpoint returned a java.lang.Integer", "Supplier");
        }

        @Test
        void isTheOnlyOneOfItsClass() {
            assertRefused(Two.class, "more than one way", "Two.one", "Two.other");
        }

        @Test
        void besideALiteralIsRefused() {
            assertRefused(FieldAndLiteral.class, "more than one way", "endpoint = \"http://", "FieldAndLiteral.field");
        }
    }

    @Tag("fixture")
    static class OfString {
        @LlmEndpoint
        @SuppressWarnings("UnusedVariable") // read by the extension
        private final String endpoint = FixtureEndpoint.url() + "/string";

        @Somewhere
        void test() {}
    }

    @Tag("fixture")
    static class OfTheSuperclass extends OfString {}

    @Tag("fixture")
    static class OfUri {
        @LlmEndpoint
        final URI endpoint = URI.create(FixtureEndpoint.url() + "/uri");

        @Somewhere
        void test() {}
    }

    @Tag("fixture")
    static class OfUrl {
        @LlmEndpoint
        final URL endpoint = url(FixtureEndpoint.url() + "/url");

        private static URL url(String text) {
            try {
                return URI.create(text).toURL();
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Somewhere
        void test() {}
    }

    @Tag("fixture")
    static class OfSupplier {
        @LlmEndpoint
        static final Supplier<URI> ENDPOINT = () -> URI.create(FixtureEndpoint.url() + "/supplied");

        @Somewhere
        void test() {}
    }

    @Tag("fixture")
    static class OfTheEnclosingInstance {
        @LlmEndpoint
        final String endpoint = FixtureEndpoint.url() + "/outer";

        @Nested
        class Inner {
            @Somewhere
            void test() {}
        }
    }

    @Tag("fixture")
    static class OfBothInstances {
        @LlmEndpoint
        final String endpoint = FixtureEndpoint.url() + "/outer";

        @Nested
        class Inner {
            @LlmEndpoint
            final String endpoint = FixtureEndpoint.url() + "/inner";

            @Somewhere
            void test() {}
        }
    }

    @Tag("fixture")
    static class WithoutPath {
        @LlmEndpoint
        final Supplier<String> endpoint = FixtureEndpoint::url;

        @Somewhere
        void test() {}
    }

    @Tag("fixture")
    static class OfNull {
        @LlmEndpoint
        @Nullable
        String endpoint;

        @Somewhere
        void test() {}
    }

    @Tag("fixture")
    static class OfNumber {
        @LlmEndpoint
        final int endpoint = 8000;

        @Somewhere
        void test() {}
    }

    @Tag("fixture")
    static class Two {
        @LlmEndpoint
        final String one = "http://127.0.0.1:1";

        @LlmEndpoint
        final String other = "http://127.0.0.1:2";

        @Somewhere
        void test() {}
    }

    @Tag("fixture")
    static class FieldAndLiteral {
        @LlmEndpoint
        final String field = "http://127.0.0.1:1";

        @AtThePort
        void test() {}
    }

    @Nested
    class AMethod {
        @Test
        void mayBeOfTheInstanceOrStatic() {
            assertReached(ByMethod.class, "/v1/completions");
            server.requests().clear();
            assertReached(ByStaticMethod.class, "/static");
        }

        @Test
        void mayBeOfASuperclassOrOfTheEnclosingInstance() {
            assertReached(ByMethodOfTheSuperclass.class, "/v1/completions");
            server.requests().clear();
            assertReached(ByMethodOfTheEnclosingInstance.class, "/outer");
        }

        @Test
        void thatIsNotThereIsRefused() {
            assertRefused(
                    ByNoMethod.class, "endpointMethod = \"endpoint\"", "no such method", ByNoMethod.class.getName());
        }

        @Test
        void thatThrowsFailsTheTestByItsOwnException() {
            assertRefused(ByFailingMethod.class, "no container");
        }

        @Test
        void besideAFieldIsRefused() {
            assertRefused(ByMethodAndField.class, "more than one way", "endpointMethod", "ByMethodAndField.field");
        }
    }

    @Tag("fixture")
    static class ByMethod {
        private Supplier<String> endpoint() {
            return FixtureEndpoint::url;
        }

        @WhereTheMethodSays
        void test() {
            assertThat(endpoint()).isNotNull();
        }
    }

    @Tag("fixture")
    static class ByMethodOfTheSuperclass extends ByMethod {}

    @Tag("fixture")
    static class ByStaticMethod {
        static String endpoint() {
            return FixtureEndpoint.url() + "/static";
        }

        @WhereTheMethodSays
        void test() {}
    }

    @Tag("fixture")
    static class ByMethodOfTheEnclosingInstance {
        URI endpoint() {
            return URI.create(FixtureEndpoint.url() + "/outer");
        }

        @Nested
        class Inner {
            @WhereTheMethodSays
            void test() {}
        }
    }

    @Tag("fixture")
    static class ByNoMethod {
        String endpoint(String path) {
            return path;
        }

        @WhereTheMethodSays
        void test() {}
    }

    @Tag("fixture")
    static class ByFailingMethod {
        String endpoint() {
            throw new IllegalStateException("no container");
        }

        @WhereTheMethodSays
        void test() {}
    }

    @Tag("fixture")
    static class ByMethodAndField {
        @LlmEndpoint
        final String field = "http://127.0.0.1:1";

        String endpoint() {
            return field;
        }

        @WhereTheMethodSays
        void test() {}
    }

    @Nested
    class AnOverride {
        @Test
        void comesBeforeWhateverTheTestSays() {
            parameters.put("llmbench.endpoint", server.url() + "/overridden");
            assertReached(Two.class, "/overridden");
        }

        @Test
        void mayNameAMethod() {
            parameters.put("llmbench.endpoint-method", "endpoint");
            assertReached(ByStaticMethod.class, "/static");
        }

        @Test
        void thatNamesBothIsRefused() {
            parameters.put("llmbench.endpoint", server.url());
            parameters.put("llmbench.endpoint-method", "endpoint");
            assertRefused(
                    ByStaticMethod.class, "more than one way", "llmbench.endpoint = ", "llmbench.endpoint-method");
        }
    }

    @Tag("fixture")
    @ExtendWith(FixtureEnvironment.class)
    static class ByPlaceholder {
        @AtThePort
        void test() {}
    }

    @Tag("fixture")
    @ExtendWith(SpringExtension.class)
    static class BySpring {
        @AtThePort
        void test() {}

        @Nested
        class Inner {
            @AtThePort
            void nested() {}
        }
    }

    @Nested
    class APlaceholder {
        private final String port = String.valueOf(URI.create(server.url()).getPort());

        @Test
        void takesAConfigurationParameter() {
            parameters.put("other.port", port);
            assertReached(ByPlaceholder.class, "/placed");
        }

        @Test
        void takesASystemProperty() {
            System.setProperty("other.port", port);
            try {
                assertReached(ByPlaceholder.class, "/placed");
            } finally {
                System.clearProperty("other.port");
            }
        }

        @Test
        void takesAVariableByTheSameNameOrInCapitals() {
            FixtureEnvironment.set(Map.of("other.port", port));
            assertReached(ByPlaceholder.class, "/placed");
            server.requests().clear();
            FixtureEnvironment.set(Map.of("LOCAL_SERVER_PORT", port));
            assertReached(ByPlaceholder.class, "/placed");
        }

        @Test
        void takesAPropertyOfSpringWhereTheTestRunsWithIt() {
            SpringExtension.setLocalServerPort(port);
            assertReached(BySpring.class, "/placed");
        }

        @Test
        void withoutAValueIsRefused() {
            assertRefused(ByPlaceholder.class, "endpoint: ${other.port} has no value");
        }
    }
}

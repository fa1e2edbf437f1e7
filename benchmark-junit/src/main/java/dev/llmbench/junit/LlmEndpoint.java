package dev.llmbench.junit;

import dev.llmbench.sample.Arm;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the field that holds the endpoint of the class's load tests: a {@code String}, a {@code URI}, a {@code URL} or a
 * {@code Supplier} of one of them.
 *
 * <pre>{@code
 * @LlmEndpoint
 * Supplier<String> endpoint = () -> "http://localhost:" + port;
 * }</pre>
 *
 * <p>The field may be static or not, private, inherited, or belong to an enclosing instance of a {@code @Nested} class; the
 * innermost class with such a field is used. It is read when the load starts, after every {@code @BeforeEach}, so a random
 * port is known by then. A value without a path gets the path of the prompt type, such as {@code /v1/chat/completions}.
 * Tests fail if one class has two such fields for one endpoint, if the field's value is null or of another type, or if the
 * annotation also names an endpoint.
 */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface LlmEndpoint {

    /**
     * Whether the field holds the endpoint under test or the baseline that it is compared with, see {@link
     * LlmLoadTest#against()}. A blank baseline stands for none. Default: the endpoint under test.
     */
    Arm value() default Arm.CANDIDATE;
}

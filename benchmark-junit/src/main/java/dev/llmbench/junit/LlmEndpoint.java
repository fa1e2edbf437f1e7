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
 * <p>The field may be static or not, private, inherited, or of an enclosing instance of a {@code @Nested} class; the
 * class nearest to the test counts. It is read when the load starts, after every {@code @BeforeEach}, so a random port
 * is known by then. A value without a path gets {@code /v1/chat/completions} or {@code /v1/completions}, by the prompt
 * type. Tests fail where one class has two such fields for one endpoint, where the field's value is null or of another type, or where
 * the annotation names an endpoint as well.
 */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface LlmEndpoint {

    /**
     * Whether the field holds the endpoint under test or the one that it is compared with, see {@link LlmLoadTest#against()}.
     * A blank value of the latter stands for none. Default: the endpoint under test.
     */
    Arm value() default Arm.CANDIDATE;
}

package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Projects need not have the libraries that are optional. */
class OptionalLibrariesTest {

    @Test
    void anAnnotatedTestRunsWithoutThem() throws Exception {
        String classPath = ChildJvm.classPathWithout(List.of("micrometer-core", "picocli", "jtokkit"));
        try (ChildJvm child = ChildJvm.start(OlderJackson.class, classPath, List.of(), List.of())) {
            assertThat(child.ended())
                    .contains("built: one")
                    .anySatisfy(line -> assertThat(line).startsWith("ran: ").contains("Connection refused"));
        }
    }
}

package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Projects need not have the libraries that are optional. */
class OptionalLibrariesTest {
    private static final String WITHOUT_THEM =
            ChildJvm.classPathWithout(List.of("micrometer-core", "picocli", "jtokkit", "jgroups"));

    @Test
    void anAnnotatedTestRunsWithoutThem() throws Exception {
        try (ChildJvm child = ChildJvm.start(OlderJackson.class, WITHOUT_THEM, List.of(), List.of())) {
            assertThat(child.ended())
                    .contains("built: one")
                    .anySatisfy(line -> assertThat(line).startsWith("ran: ").contains("Connection refused"));
        }
    }

    @Test
    void aClusterNeedsJGroups() throws Exception {
        try (ChildJvm child =
                ChildJvm.start(OlderJackson.class, WITHOUT_THEM, List.of("-Dllmbench.cluster=local:2"), List.of())) {
            assertThat(child.ended())
                    .anySatisfy(line -> assertThat(line)
                            .contains("JGroups is not on the class path")
                            .contains("Add org.jgroups:jgroups to the tests' dependencies"));
        }
    }
}

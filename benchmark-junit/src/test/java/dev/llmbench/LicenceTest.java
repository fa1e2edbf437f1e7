package dev.llmbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LicenceTest {

    @Test
    void theLicenceStandsBesideTheClasses() throws URISyntaxException {
        Path classes = Path.of(LoadTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());

        assertThat(classes.resolve("META-INF/LICENSE")).content().contains("Apache License", "Version 2.0");
    }
}

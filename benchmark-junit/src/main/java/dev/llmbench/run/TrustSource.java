package dev.llmbench.run;

import dev.llmbench.dataset.NamedFiles;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.TlsTrust;
import java.nio.file.Path;

/** Determines which certificates are trusted: the JVM's, any, or those of a file, which is located like a dataset. */
public final class TrustSource {
    private TrustSource() {}

    public static TlsTrust trust(String said, Path projectDirectory, ClassLoader loader) {
        if (said.isBlank()) {
            return TlsTrust.USUAL;
        }
        if (TlsTrust.saysInsecure(said)) {
            return TlsTrust.INSECURE;
        }
        try {
            return TlsTrust.in(said.strip(), NamedFiles.read("trust", said.strip(), projectDirectory, loader));
        } catch (DatasetException e) {
            ConfigurationException mistake = ConfigurationException.saying(String.valueOf(e.getMessage()));
            mistake.initCause(e);
            throw mistake;
        }
    }
}

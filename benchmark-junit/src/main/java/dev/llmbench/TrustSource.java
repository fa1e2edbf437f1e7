package dev.llmbench;

import dev.llmbench.dataset.NamedFiles;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.TlsTrust;
import java.nio.file.Path;

/** Determines which certificates are trusted: the JVM's, any, or those of a file, which is located like a dataset. */
final class TrustSource {
    private TrustSource() {}

    static TlsTrust trust(String setting, Path projectDirectory, ClassLoader loader) {
        if (setting.isBlank()) {
            return TlsTrust.OF_THE_JVM;
        }
        if (TlsTrust.saysInsecure(setting)) {
            return TlsTrust.INSECURE;
        }
        try {
            return TlsTrust.in(setting.strip(), NamedFiles.read("trust", setting.strip(), projectDirectory, loader));
        } catch (DatasetException e) {
            throw ConfigurationException.saying(String.valueOf(e.getMessage())).causedBy(e);
        }
    }
}

package org.springframework.test.context.junit.jupiter;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Stands in for Spring's own extension, with the one method of it that is called and one property. */
public final class SpringExtension implements Extension {
    private static volatile String port = "";

    public static void setLocalServerPort(String value) {
        port = value;
    }

    public static ApplicationContext getApplicationContext(ExtensionContext context) {
        return () -> Map.of("local.server.port", port)::get;
    }

    public interface ApplicationContext {
        Environment getEnvironment();
    }

    public interface Environment {
        @Nullable
        String getProperty(String key);
    }
}

package dev.llmbench;

import dev.llmbench.dataset.NamedFiles;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.ModelProfile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the model profile: from a file, a predefined one, or given figures, which override the others. */
final class ProfileSource {
    private static final Pattern PREDEFINED =
            Pattern.compile("(?<model>[^@/\\\\]+)@(?:(?<devices>\\d{1,6})x)?(?<accelerator>[^@/\\\\]+)(?<!\\.json)");

    @Nullable
    String text;

    @Nullable
    ModelProfile own;

    Optional<ModelProfile> profile(Path projectDirectory, ClassLoader loader) {
        String setting = text;
        ModelProfile given = own;
        if (setting == null) {
            return Optional.ofNullable(given);
        }
        ModelProfile found = find(setting.strip(), projectDirectory, loader);
        return Optional.of(given == null ? found : found.with(given.figures()));
    }

    private static ModelProfile find(String setting, Path projectDirectory, ClassLoader loader) {
        Matcher ready = PREDEFINED.matcher(setting);
        if (ready.matches()) {
            String devices = ready.group("devices");
            return ModelProfile.ready(
                    ready.group("model"), ready.group("accelerator"), devices == null ? 1 : Integer.parseInt(devices));
        }
        return ModelProfile.parse(setting, text(setting, projectDirectory, loader));
    }

    private static String text(String location, Path projectDirectory, ClassLoader loader) {
        try {
            return NamedFiles.read("modelProfile", location, projectDirectory, loader);
        } catch (DatasetException e) {
            throw ConfigurationException.saying(e.getMessage()
                            + "\nA predefined profile is named model@accelerator, such as llama-3.1-8b@h100-sxm.")
                    .causedBy(e);
        }
    }
}

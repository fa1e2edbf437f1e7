package dev.llmbench.report.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Target;
import dev.llmbench.report.json.PlanJson.LoadJson;
import dev.llmbench.report.json.PlanJson.RequestJson;
import java.util.Map;
import java.util.TreeMap;

/**
 * The load of a plan as names and texts; they are equal for two plans whose figures can be compared. They contain no secrets, and
 * nothing that does not change the load, such as host and port, timeouts, budgets and files.
 */
public final class LoadSettings {
    private LoadSettings() {}

    /** Returns the settings by their keys in run.json, such as {@code max_tokens} or {@code stages[0].target}. */
    public static Map<String, String> of(LoadPlan plan) {
        Map<String, String> settings = new TreeMap<>();
        add(settings, "", Binding.JSON.valueToTree(LoadJson.of(plan.load())));
        add(settings, "", Binding.JSON.valueToTree(RequestJson.of(plan.request())));
        add(settings, "tpot_by_difference", Binding.JSON.valueToTree(plan.twoLengths()));
        Target target = plan.target();
        settings.put("path", target.endpoint().getRawPath());
        settings.put("http_version", target.httpVersion().name());
        settings.put("keep_alive", String.valueOf(target.keepAlive()));
        settings.put("conversations", String.valueOf(plan.runsConversations()));
        plan.against()
                .ifPresent(other -> settings.put(
                        "against",
                        other.order() + (other.takesTurns() ? " of " + Durations.format(other.block()) : "")));
        plan.tokenizer().ifPresent(name -> settings.put("tokenizer", name));
        return settings;
    }

    private static void add(Map<String, String> settings, String name, JsonNode value) {
        if (value.isObject()) {
            String start = name.isEmpty() ? "" : name + ".";
            value.fieldNames().forEachRemaining(field -> add(settings, start + field, value.get(field)));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                add(settings, name + "[" + i + "]", value.get(i));
            }
        } else if (!value.isNull()) {
            settings.put(name, value.asText());
        }
    }
}

package dev.llmbench.report.html;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A page in one file: sections, and the data of their charts. Its content security policy prevents it from loading
 * anything. Without scripts, it shows everything except the charts.
 */
final class HtmlPage {
    private static final ObjectWriter DATA =
            JsonMapper.builder().build().writer().with(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

    /** An empty icon keeps browsers from requesting one. */
    private static final String NO_ICON = "data:,";

    private HtmlPage() {}

    /**
     * Renders the page.
     *
     * @param title the title of the browser's tab
     * @param masked the function that masks secrets in the text of the page
     * @param sections the sections, in order
     * @param data the data for the page's script
     * @throws IOException if the script or styles are not on the class path
     */
    static String of(String title, UnaryOperator<String> masked, List<Section> sections, ObjectNode data)
            throws IOException {
        Assets assets = Assets.load();
        Markup page = new Markup(masked);
        page.open("html", "lang", "en").open("head");
        page.open("meta", "charset", "utf-8");
        page.open("meta", "http-equiv", "Content-Security-Policy", "content", assets.policy());
        page.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.open("meta", "name", "color-scheme", "content", "light dark");
        page.open("meta", "name", "referrer", "content", "no-referrer");
        page.open("link", "rel", "icon", "href", NO_ICON);
        page.element("title", title);
        page.verbatim("style", assets.style());
        page.close();
        page.open("body");
        page.element("a", "Skip to the verdict", "class", "skip", "href", "#verdict");
        page.open("main");
        page.open("noscript")
                .element(
                        "p",
                        "The charts are drawn by a script, which this browser or server blocks. Everything else is shown.")
                .close();
        sections.forEach(section -> section.addTo(page));
        page.close();
        page.verbatim("script", harmless(data), "type", "application/json", "id", "data");
        page.verbatim("script", assets.script());
        page.close().close();
        return "<!doctype html>\n" + page;
    }

    /** Escapes the data such that no text in it can end the surrounding element or open a comment. */
    private static String harmless(ObjectNode data) {
        try {
            return DATA.writeValueAsString(data).replace("<", "\\u003c").replace(">", "\\u003e");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of plain values can always be written as JSON", e);
        }
    }

    /** A part of a page. */
    @FunctionalInterface
    interface Section {
        void addTo(Markup page);
    }
}

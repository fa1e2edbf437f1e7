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
 * A page in one file: sections, and the data of their charts. Its content-security policy keeps it from fetching anything.
 * Without scripts it shows all but the charts.
 */
final class HtmlPage {
    private static final ObjectWriter DATA =
            JsonMapper.builder().build().writer().with(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

    /** An empty one keeps browsers from asking for one. */
    private static final String NO_ICON = "data:,";

    private HtmlPage() {}

    /**
     * The page.
     *
     * @param title for the browser's tab
     * @param masked masks secrets in the text of the page
     * @param sections its parts, in order
     * @param data the data that its script draws
     * @throws IOException if what every page carries is not on the class path
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
                        "The charts are drawn by a script, which this browser or server forbids. All else is here.")
                .close();
        sections.forEach(section -> section.addTo(page));
        page.close();
        page.verbatim("script", harmless(data), "type", "application/json", "id", "data");
        page.verbatim("script", assets.script());
        page.close().close();
        return "<!doctype html>\n" + page;
    }

    /** No text in it can end the element that it stands in, nor open a comment there. */
    private static String harmless(ObjectNode data) {
        try {
            return DATA.writeValueAsString(data).replace("<", "\\u003c").replace(">", "\\u003e");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of plain values is always JSON", e);
        }
    }

    /** One part of a page. */
    @FunctionalInterface
    interface Section {
        void addTo(Markup page);
    }
}

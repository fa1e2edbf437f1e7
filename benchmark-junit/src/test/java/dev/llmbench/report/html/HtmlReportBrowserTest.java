package dev.llmbench.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens the page as a person does. */
class HtmlReportBrowserTest {
    /** To be looked at; no part of any check. */
    private static final Path SCREENSHOTS = Path.of("target", "report-screenshots");

    private static Browser browser;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startTheBrowser() {
        browser = Browser.start();
    }

    @AfterAll
    static void stopTheBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void asUsual() {
        browser.scheme("light");
        browser.size(1280, 4_800);
    }

    @Test
    void nothingIsWrittenToTheConsoleAndNoRequestLeavesThePage() throws IOException {
        browser.open(page(HtmlReportTest.hostile()));

        assertThat(browser.console()).isEmpty();
        Set<String> schemes = new HashSet<>();
        for (String message : browser.network()) {
            String url = new ObjectMapper()
                    .readTree(message)
                    .path("message")
                    .path("params")
                    .path("request")
                    .path("url")
                    .asText();
            schemes.add(url.replaceFirst(":.*", ""));
            assertThat(url).matches("(?s)(file:.*/report.html|data:.*)");
        }
        assertThat(schemes).contains("file");
    }

    @Test
    void everyChartIsDrawnWithAllItsPoints() throws IOException {
        ReportedRun run = ReportedRuns.usual();
        browser.open(page(run));

        JsonNode charts = HtmlReportTest.data(HtmlReport.render(run)).path("charts");
        assertThat(charts.properties()).hasSizeGreaterThan(10).allSatisfy(chart -> {
            String drawn = "document.querySelector('[data-chart=\"" + chart.getKey() + "\"]')";
            JsonNode x = chart.getValue().path("x");
            long points = x.isMissingNode() ? run.result().timeline().size() : x.size();
            assertThat(points).isPositive();
            assertThat(browser.eval(drawn + ".plot.data.map(column => column.length)"))
                    .asInstanceOf(InstanceOfAssertFactories.list(Long.class))
                    .hasSize(1 + chart.getValue().path("series").size())
                    .containsOnly(points);
            assertThat(browser.eval(inked(drawn, chart.getValue().path("series"))))
                    .as(chart.getKey())
                    .isEqualTo(true);
        });
        save("light.png");
    }

    /** Whether the colour of the series that lies on top is on the canvas. */
    private static String inked(String chart, JsonNode series) {
        int tone = 0;
        for (JsonNode line : series) {
            tone = line.path("tone").asInt() == 0 ? tone : line.path("tone").asInt();
        }
        return "(() => { const canvas = " + chart + ".querySelector('canvas');"
                + " const hex = getComputedStyle(document.documentElement).getPropertyValue('--tone" + tone
                + "').trim(); const rgb = [1, 3, 5].map(at => parseInt(hex.substring(at, at + 2), 16)); const pixels ="
                + " canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data; for (let i = 0; i <"
                + " pixels.length; i += 4) if (pixels[i + 3] > 60 && rgb.every((part, at) => Math.abs(pixels[i + at] -"
                + " part) < 9)) return true; return false; })()";
    }

    @Test
    void theLeastAndTheGreatestOfDownsampledPointsAreDrawnTooWhereTheyHaveEnoughRequests() throws IOException {
        browser.open(page(ReportedRuns.hour(ReportedRuns.ofAnHour())));

        assertThat(browser.eval("document.querySelector('[data-chart=ttft]').plot.data.map(c => c.length)"))
                .isEqualTo(Collections.nCopies(7, 600L));
        assertThat(browser.eval("document.querySelector('[data-chart=ttft]').plot.bands.length"))
                .isEqualTo(1L);
        assertThat(texts("#chart-ttft .u-legend tr:not([hidden]) .u-label"))
                .containsExactly("time", "p50", "p95", "p99", "limit p95 ≤ 300 ms");
        assertThat(browser.eval("getComputedStyle(document.querySelector('#chart-ttft tr[hidden]')).display"))
                .isEqualTo("none");
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void aLegendHasNoValueUntilTheCursorComes() throws IOException {
        browser.open(page(ReportedRuns.usual()));

        assertThat(texts("#chart-ttft .u-legend td")).containsOnly("");
        browser.run("document.querySelector('[data-chart=ttft]').plot.setLegend({idx: 65})");
        assertThat(texts("#chart-ttft .u-legend td"))
                .contains("1:05.5 (12:31:05 UTC)")
                .doesNotContain("");
    }

    @Test
    void theLinesOfAChartDifferInWidthOrDash() throws IOException {
        browser.open(page(ReportedRuns.usual()));

        assertThat(browser.eval("[...document.querySelectorAll('#chart-ttft .sample line')].map(line =>"
                        + " line.getAttribute('stroke-width') + '/' + line.getAttribute('stroke-dasharray'))"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(4)
                .doesNotHaveDuplicates();
    }

    @Test
    void budgetsHaveTheirTextsAndColours() throws IOException {
        browser.open(page(ReportedRuns.usual()));

        assertThat(texts("#verdict .badge")).containsExactly("✓ PASS");
        assertThat(texts("#budgets .chip")).containsExactly("✓ PASS", "✓ PASS", "✓ PASS");
        assertThat(texts("#budgets .actual")).containsExactly("284 ms", "24.9 ms", "0.322 %");
        assertThat(texts("#budgets .limit")).containsExactly("≤ 300 ms", "≤ 60 ms", "≤ 1 %");
        assertThat(texts("#budgets .samples")).containsExactly("619", "61,281", "621");
        assertThat(colour("#budgets .chip")).isEqualTo("rgb(10, 107, 67)");
    }

    @Test
    void aBrokenBudgetIsToldByColourSignAndWord() throws IOException {
        browser.open(page(ReportedRuns.broken()));

        assertThat(texts("#verdict .badge")).containsExactly("✗ FAIL");
        assertThat(texts("#budgets .bad .chip")).containsExactly("✗ BREACH");
        assertThat(colour("#budgets .bad .chip")).isEqualTo("rgb(179, 38, 30)");
        assertThat(colour("#budgets .bad .actual")).isEqualTo("rgb(179, 38, 30)");
    }

    @Test
    void whatPromptsAndServersSayIsShownAndNotRun() throws IOException {
        browser.open(page(HtmlReportTest.hostile()));

        assertThat(texts("#requests tbody tr:first-child code")).contains("<script>alert(1)</script>");
        assertThat(texts("#errors .message")).contains("<img src=x onerror=alert(1)> </script> \"quoted\" & more");
        assertThat(browser.eval("document.scripts.length")).isEqualTo(2L);
        assertThat(browser.eval("document.images.length")).isEqualTo(0L);
    }

    @Test
    void nothingReachesOverTheEdgeOfANarrowPage() throws IOException {
        browser.size(390, 8_000);
        for (ReportedRun run : List.of(ReportedRuns.usual(), HtmlReportTest.hostile())) {
            browser.open(page(run));

            assertThat(browser.eval("document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            assertThat(browser.eval("innerWidth")).isEqualTo(390L);
            assertThat(browser.eval("document.querySelectorAll('#stages .scroll.over').length"))
                    .as("a table that is cut off says so")
                    .isEqualTo(1L);
        }
        save("narrow.png");
    }

    @Test
    void theChartsOfADarkPageHaveColoursOfTheirOwn() throws IOException {
        browser.open(page(ReportedRuns.usual()));
        Object light = browser.eval("getComputedStyle(document.body).backgroundColor");
        Object line = browser.eval("document.querySelector('[data-chart=ttft]').plot.series[1].stroke()");

        browser.scheme("dark");
        browser.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");

        assertThat(browser.eval("getComputedStyle(document.body).backgroundColor"))
                .isNotEqualTo(light);
        assertThat(browser.eval("document.querySelector('[data-chart=ttft]').plot.series[1].stroke()"))
                .isNotEqualTo(line);
        assertThat(browser.eval("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        save("dark.png");
    }

    @Test
    void aChartsPointsCanBeReadAsATable() throws IOException {
        browser.open(page(ReportedRuns.usual()));

        browser.run("document.querySelector('#chart-ttft summary').click()");

        assertThat(browser.eval("new Promise(done => requestAnimationFrame(() => setTimeout(() =>"
                        + " done(document.querySelectorAll('#chart-ttft .points tbody tr').length), 0)))"))
                .isEqualTo(150L);
    }

    @Test
    void theKeyboardSwitchesALine() throws IOException {
        browser.open(page(ReportedRuns.usual()));
        String entry = "document.querySelectorAll('#chart-ttft .u-legend th')[1]";

        browser.run(entry + ".dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}))");

        assertThat(browser.eval(entry + ".tabIndex")).isEqualTo(0L);
        assertThat(browser.eval(entry + ".getAttribute('aria-pressed')")).isEqualTo("false");
        assertThat(browser.eval("document.querySelector('[data-chart=ttft]').plot.series[1].show"))
                .isEqualTo(false);
    }

    private Path page(ReportedRun run) throws IOException {
        HtmlReport.write(directory, run);
        return directory.resolve("report.html");
    }

    @SuppressWarnings("unchecked")
    private static List<String> texts(String selector) {
        return (List<String>)
                browser.eval("[...document.querySelectorAll('" + selector + "')].map(part => part.textContent.trim())");
    }

    private static Object colour(String selector) {
        return browser.eval("getComputedStyle(document.querySelector('" + selector + "')).color");
    }

    private static void save(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name), browser.screenshot());
    }
}

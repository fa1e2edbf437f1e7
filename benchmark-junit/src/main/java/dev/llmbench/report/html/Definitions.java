package dev.llmbench.report.html;

/** Names and what they stand for, side by side. */
final class Definitions {
    private final Markup page;

    private Definitions(Markup page) {
        this.page = page;
    }

    static Definitions in(Markup page) {
        page.open("dl", "class", "fields");
        return new Definitions(page);
    }

    Definitions field(String name, String value) {
        page.open("div").element("dt", name).element("dd", value).close();
        return this;
    }

    void close() {
        page.close();
    }
}

package dev.llmbench.report.html;

/** Names and what they stand for, side by side. */
final class Fields {
    private final Markup page;

    private Fields(Markup page) {
        this.page = page;
    }

    static Fields in(Markup page) {
        page.open("dl", "class", "fields");
        return new Fields(page);
    }

    Fields field(String name, String value) {
        page.open("div").element("dt", name).element("dd", value).close();
        return this;
    }

    void close() {
        page.close();
    }
}

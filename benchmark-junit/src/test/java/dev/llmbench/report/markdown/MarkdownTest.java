package dev.llmbench.report.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {
    @Test
    void textIsNoMarkup() {
        assertThat(Markdown.text("a *b* _c_ [d](e) <f> `g` |h| #1 $x$ ~i~ !j \\k", 200))
                .isEqualTo("a \\*b\\* \\_c\\_ \\[d\\](e) \\<f\\> \\`g\\` \\|h\\| \\#1 \\$x\\$ \\~i\\~ !j \\\\k");
    }

    @Test
    void textIsNeitherAnEntityNorALinkNorAMention() {
        assertThat(Markdown.text("&lt; http://a @b www.c", 200)).isEqualTo("&amp;lt; http&#58;//a &#64;b www.\u2060c");
    }

    @Test
    void textStaysOnItsLine() {
        assertThat(Markdown.text("a\n## b\r\n\u2028c", 200)).isEqualTo("a \\#\\# b   c");
    }

    @Test
    void textIsCutBeforeItIsEscaped() {
        assertThat(Markdown.text("a**********", 4)).isEqualTo("a\\*\\*…");
    }

    @Test
    void codeIsFencedByMoreTicksThanItHolds() {
        assertThat(Markdown.code("a ``b`` c", 200)).isEqualTo("```a ``b`` c```");
        assertThat(Markdown.code("`a`", 200)).isEqualTo("`` `a` ``");
        assertThat(Markdown.code("<b>", 200)).isEqualTo("`<b>`");
    }

    @Test
    void codeEndsNoCell() {
        assertThat(Markdown.code("a|b", 200)).isEqualTo("`a¦b`");
    }

    @Test
    void noTextIsNoCode() {
        assertThat(Markdown.code(" \n", 200)).isEmpty();
    }
}

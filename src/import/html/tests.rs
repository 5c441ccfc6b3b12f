use proptest::prelude::*;

use super::*;

fn markdown(text: &str) -> String {
    to_markdown(text, &mut |_, _, _| {})
}

#[test]
fn simple_html_becomes_markdown() {
    for (text, expected) in [
        ("a <b>c</b> <em>d </em>e", "a **c** *d* e"),
        ("<strong>Note:</strong>this", "**Note**:this"),
        ("<a href=\"x y.md\" target=_blank>see <i>it</i></a>.", "[see *it*](x%20y.md)."),
        ("<a name=\"top\"></a>Top", "Top"),
        (
            "## <a name=\"x\"></a>One\n<a id=\"y\"></a>\n\n## Two\n\n### <a id=z></a>Three {#toc}",
            "## One {#x}\n\n## Two {#y}\n\n### Three {#toc}",
        ),
        ("<a href=\"b\"><img src=\"a.png\" alt=\"it [now]\"></a>", "[![it \\[now\\]](a.png)](b)"),
        ("one<br>two<br />\nthree<br>\n\nfour<br>", "one\\\ntwo\\\nthree\n\nfour"),
        ("one<br><br>two", "one\n\ntwo"),
        ("| a<br>b | c |\n|---|---|\n", "| a b | c |\n|---|---|\n"),
        ("<h3 id=\"x\"><b>Title</b></h3>\ntext", "### Title {#x}\n\ntext"),
        ("<p>one</p><p>two", "one\n\ntwo\n\n"),
        ("<div class=\"a\">\n    <p>in</p>\n</div>\nout", "in\n\nout"),
        ("<ul>\n  <li>a\n  <li>b <ol><li>c</li></ol></li>\n</ul>", "- a\n- b\n  1. c\n\n"),
        ("- x <ul><li>y</li></ul>\n- z", "- x\n\n  - y\n\n- z"),
        ("<blockquote>a<br>b</blockquote>", "> a\\\n> b\n\n"),
        ("x<sup>2</sup> H<sub>2</sub>O 4<sup>th</sup>", "x² H₂O 4th"),
        ("`<b>` and\n\n```\n<i>x</i>\n```\n<!-- <b> -->", "`<b>` and\n\n```\n<i>x</i>\n```\n<!-- <b> -->"),
        ("<pre><code class=\"x\">a &lt;b&gt;\n  c</code></pre>", "```\na <b>\n  c\n```\n\n"),
        ("<code>a &lt; `b`</code>", "`` a < `b` ``"),
        ("<script>alert('<b>')</script>x<style>b{}</style>", "x"),
        ("<iframe src=\"https://a.org/v\" title=\"A talk\"></iframe>", "[A talk](https://a.org/v)"),
        ("<audio controls><source src=\"a.mp3\"><source src=\"a.ogg\"></audio>", "[Sound recording](a.mp3)\n\n"),
        ("write <your-name> and <x@y.org> or <https://a.org> 1 < 2 <3", "write \\<your-name> and <x@y.org> or <https://a.org> 1 < 2 <3"),
        ("<usa-banner role=\"a\"><b>In</b></usa-banner>", "**In**"),
        ("<span>a\n\nb</span>", "a\n\nb"),
        ("<b>open\n\nnext", "open\n\nnext"),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "Term\n\n: Meaning\n\n"),
    ] {
        assert_eq!(markdown(text), expected, "{text}");
    }
}

#[test]
fn tables_are_tables_where_they_were_for_data() {
    let text = "<table><caption>Posts</caption><thead><tr><th>Place<th>Posts</thead><tr><td>Here | there<td colspan=2><p>1</p><p>2</p></table>after";
    assert_eq!(markdown(text), "**Posts**\n\n| Place | Posts |  |\n|---|---|---|\n| Here \\| there | 1 2 |  |\n\nafter");
    assert_eq!(markdown("<table><tr><td>one</td></tr><tr><td>two</td></tr></table>"), "one\n\ntwo\n\n");
    assert_eq!(markdown("<table><tr>loose<td>a</td>ends</table>"), "looseends\n\na\n\n");
    assert_eq!(
        markdown("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"),
        "|  |  |\n|---|---|\n| a | b |\n| c | d |\n\n"
    );
}

#[test]
fn each_tag_is_told_with_its_place() {
    let mut told = Vec::new();
    to_markdown("a <b>x</b> <form><input></form> <odd>", &mut |at, name, became| told.push((at, name.to_owned(), became)));
    let expected = [(2, "b", "Markdown"), (11, "form", "its words"), (17, "input", "left out"), (32, "odd", "shown as it is written")];
    assert_eq!(told, expected.map(|(at, name, became)| (at, name.to_owned(), became)));
}

fn dense() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<a href=\"x\">",
        "</a>",
        "<br>",
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "<th colspan=9>",
        "</table>",
        "<pre>",
        "</pre>",
        "<code>",
        "</code>",
        "<div>",
        "</div>",
        "<img src=y>",
        "<!--",
        "-->",
        "`",
        "```\n",
        "\n",
        "\n\n",
        "    ",
        "- ",
        "> ",
        "| ",
        "# ",
        "a",
        "é",
        "*",
        "**",
        "<",
        ">",
        "<x",
        "<odd>",
        "<script>",
        "</script>",
        "<h2>",
        "</h2>",
        "\"",
        "&lt;",
        "\u{10FFF6}",
        "<a name=x>",
        "<blockquote>",
        "<sup>2</sup>",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_comes_out_and_plain_words_all_do(text in dense()) {
        let out = markdown(&text);
        prop_assert!(!out.contains([BREAK, PLACE]));
        // Letters outside of tags are never lost, but for what scripts hold.
        if !text.contains("<script") && !text.contains("<x") && !text.contains('"') && !text.contains("<\u{e9}") {
            prop_assert_eq!(out.matches('é').count(), text.matches('é').count());
        }
    }
}

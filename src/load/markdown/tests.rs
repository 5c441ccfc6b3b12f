use proptest::prelude::*;

use super::*;

fn prose(text: &str) -> Prose {
    read(text, RawHtml::Refuse).0
}

/// Each reference as its kind, what is pointed at, and the words shown.
fn references(text: &str) -> Vec<(ReferenceKind, &str, String)> {
    prose(text).references.into_iter().map(|r| (r.kind, &text[r.target], r.words)).collect()
}

fn faults(text: &str, html: RawHtml) -> Vec<String> {
    let (_, faults) = read(text, html);
    faults.iter().map(|f| format!("{} {} `{}`: {}", f.severity.name(), f.code, &text[f.range.clone()], f.message)).collect()
}

fn link(address: &str) -> ReferenceKind {
    ReferenceKind::Link(address.into())
}

#[test]
fn each_way_of_referring_is_recognised() {
    use ReferenceKind::*;
    let image = |address: &str, alt: &str, title: &str| Image { address: address.into(), alt: alt.into(), title: title.into() };
    let include = |page: &str, block: Option<&str>| Include { page: page.into(), block: block.map(str::to_owned) };
    let chart = Chart { name: "vacancy".into(), alt: "posts by *region*".replace('*', "") };
    let cases = [
        ("see [the *guide*](../guides/a.md#when \"a title\")", link("../guides/a.md#when"), "../guides/a.md#when", "the guide"),
        ("[x](a \"a\")", link("a"), "a", "x"),
        ("see [it][r]\n\n[r]: id:pg-0003#r-2.1", link("id:pg-0003#r-2.1"), "r", "it"),
        ("<https://a.org/x>", link("https://a.org/x"), "https://a.org/x", "https://a.org/x"),
        ("[9.5%](figure:vac-child)", Figure("vac-child".into()), "vac-child", "9.5%"),
        ("[](figure:vac-child)", Figure("vac-child".into()), "vac-child", ""),
        ("![](figure:vac-child)", FigureCard("vac-child".into()), "vac-child", ""),
        ("![posts by *region*](chart:vacancy)", chart, "vacancy", "posts by region"),
        ("![a door](door.jpg 'The door')", image("door.jpg", "a door", "The door"), "door.jpg", "a door"),
        ("so [@gscc2009, p. 12].", Citation("@gscc2009, p. 12".into()), "@gscc2009, p. 12", "@gscc2009, p. 12"),
        ("> so [@a1; @b2,\n> p. 3]", Citation("@a1; @b2, p. 3".into()), "[@a1; @b2,\n> p. 3]", "@a1; @b2, p. 3"),
        ("Good![@a1]", Citation("@a1".into()), "@a1", "@a1"),
        ("as @swtf-interim-2009: says", NarrativeCitation("swtf-interim-2009".into()), "swtf-interim-2009", "@swtf-interim-2009"),
        ("(@gscc_2009's)", NarrativeCitation("gscc_2009".into()), "gscc_2009", "@gscc_2009"),
        ("[[NQSW]]", Term("NQSW".into()), "NQSW", "NQSW"),
        ("[[NQSW|new *workers*]]", Term("NQSW".into()), "NQSW", "new workers"),
        (
            "![[public-description#purpose]]",
            include("public-description", Some("purpose")),
            "public-description#purpose",
            "public-description#purpose",
        ),
        ("![[about]]", include("about", None), "about", "about"),
    ];
    for (text, kind, target, words) in cases {
        assert_eq!(references(text), [(kind, target, words.to_owned())], "{text}");
    }
}

#[test]
fn what_only_looks_like_a_reference_is_left_alone() {
    for text in [
        "`@a1` and jane@a1.org and x/@a1 and \\@a1 and &#64;a1 and @ a",
        "    @a1 [[b]]",
        "```\n[@a1]\n```",
        "[ ] and [x] and [^y](z",
        "{{< ref \"x\" >}} [!NOTE]",
        "\\[@\\]",
    ] {
        assert_eq!(references(text), [], "{text}");
    }
}

#[test]
fn nothing_refers_inside_a_link_or_a_description() {
    assert_eq!(references("[see @a1](b)"), [(link("b"), "b", "see @a1".to_owned())]);
    assert_eq!(references("[<https://a.org>](b)"), [(link("b"), "b", "https://a.org".to_owned())]);
    let kinds = |text| prose(text).references.into_iter().map(|r| r.kind).collect::<Vec<_>>();
    let image = |alt: &str| ReferenceKind::Image { address: "e".into(), alt: alt.into(), title: String::new() };
    assert_eq!(kinds("[![a @b1](e)](f)"), [link("f"), image("a @b1")]);
    assert_eq!(kinds("![a [c](d) ![f](g)](e)"), [image("a c f")]);
}

#[test]
fn headings_have_readable_unique_ids() {
    let prose = prose(
        "## What's *new*? {#news}\n\n## Für Eltern\n\n## Für Eltern\n\n## ???\n\n## Fn-1\n\n> ### Eltern\n\nA\n---\n\n## für eltern-2",
    );
    let headings: Vec<_> = prose.headings.iter().map(|h| (h.level, h.id.as_str(), h.text.as_str(), h.nested)).collect();
    let expected = [
        (2, "news", "What’s new?", false),
        (2, "fur-eltern", "Für Eltern", false),
        (2, "fur-eltern-2", "Für Eltern", false),
        (2, "section", "???", false),
        (2, "on-fn-1", "Fn-1", false),
        (3, "eltern", "Eltern", true),
        (2, "a", "A", false),
        (2, "fur-eltern-2-2", "für eltern-2", false),
    ];
    assert_eq!(headings, expected);
}

#[test]
fn a_section_ends_at_the_next_heading_of_its_level() {
    let text = "## A\n\none\n\n### B\n\ntwo\n\n> ## quoted\n\n## C\n\nthree";
    let prose = prose(text);
    let section = |id| super::section(text, &prose, id).map(|range| text[range].trim());
    assert_eq!(section("a"), Some("one\n\n### B\n\ntwo\n\n> ## quoted"));
    assert_eq!(section("b"), Some("two\n\n> ## quoted"));
    assert_eq!(section("c"), Some("three"));
    assert_eq!(section("d"), None);
}

#[test]
fn the_hubs_own_pages_are_held_to_the_rules() {
    let cases = [
        ("a <b>c</b>", "error raw-html `<b>`: the HTML tag `<b>` is not published"),
        ("a\n\n<table>\n<tr>\n</table>", "error raw-html `<table>\n<tr>\n</table>`: the HTML tag `<table>` is not published"),
        ("a <!-- b --> c\n\n<!-- d\n\n-->", ""),
        ("a\n\n<!-- b\n\nc", "error raw-html `<!-- b\n\nc`: this comment is never closed"),
        ("[a](javascript:alert)", "error link-scheme `[a](javascript:alert)`: links may not begin with `javascript:`"),
        ("[a](JaVa&#x0A;Script&colon;b)", "error link-scheme `[a](JaVa&#x0A;Script&colon;b)`: links may not begin with `javascript:`"),
        ("![a](data:image/png;base64,x)", "error link-scheme `![a](data:image/png;base64,x)`: links may not begin with `data:`"),
        ("[a](id:pg-1) [b](tel:1) [c](mailto:a@b) [d](figure:x) [e](a/b:c) [f](#x:y)", ""),
        ("a[^b] c", "error footnote-missing `[^b]`: the footnote `[^b]` has no text"),
        ("a \\[^b] `[^b]`", ""),
        ("a[^B]\n\n[^b]: c\n[^d]: e", "warning footnote-unused `[^d]: e`: nothing refers to the footnote `[^d]`"),
        ("# A", "error heading-order `# A`: `A` is a heading of level 1, which only the page's title may be"),
        ("## A\n\n#### B", "warning heading-order `#### B`: `B` is a heading of level 4, but the one before it is of level 2"),
        ("### A", "warning heading-order `### A`: `A` is a heading of level 3, but no heading of level 2 comes before it"),
        ("![](a.png)", "error image-alt `![](a.png)`: the image `a.png` has no description"),
        ("so ![[a#b]]", "error include-missing `![[a#b]]`: the block from `a` cannot stand inside a line of text"),
        ("so ![](figure:a)", "error block-alone `![](figure:a)`: the card of the figure `a` cannot stand inside a line of text"),
        ("|a|\n|-|\n|![b](chart:c)|", "error block-alone `![b](chart:c)`: the chart `c` cannot stand inside a line of text"),
        ("![](figure:a)\n![](figure:b)\n\n- ![[a#b]]", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(faults(text, RawHtml::Refuse).join("\n").trim_end(), expected.trim_end(), "{text}");
    }
}

#[test]
fn foreign_pages_are_shown_as_well_as_can_be() {
    let text = "# A\n\n#### B\n\na <b>c</b>\n\n<div>d</div>\n\n[e](javascript:f)";
    let expected = [
        "warning raw-html `<b>`: 3 pieces of HTML are shown as text",
        "warning link-scheme `[e](javascript:f)`: links may not begin with `javascript:`",
    ];
    assert_eq!(faults(text, RawHtml::Escape), expected);
    assert_eq!(prose(text).references, []);
}

#[test]
fn quotation_marks_turn_the_right_way() {
    let cases = [
        ("'We don't know,' she said.", "‘We don’t know,’ she said."),
        ("the workers' view and the '90s were the workers' years", "the workers’ view and the ’90s were the workers’ years"),
        ("\"It's 'vital',\" he said - (see 'x').", "“It’s ‘vital’,” he said - (see ‘x’)."),
        ("'*Every child*' and *'every'* child", "‘Every child’ and ‘every’ child"),
        ("a 6\" ruler", "a 6” ruler"),
        ("[\"Some](a) words\"", "“Some words”"),
        ("'First part.\n\n'Second part.'", "‘First part.\n‘Second part.’"),
        ("'Tis so, rock 'n' roll", "’Tis so, rock ’n’ roll"),
        ("pages 1--2 --- well... `'a' -- ...`", "pages 1–2 — well… 'a' -- ..."),
        ("'Said so.'[^1] 'And' \"so\"\n\n[^1]: n", "‘Said so.’ ‘And’ “so”\nn"),
    ];
    for (text, expected) in cases {
        assert_eq!(plain(text), expected, "{text}");
    }
}

#[test]
fn plain_words_leave_markup_and_keys_out() {
    let text =
        "## A\n\nOne *two* [three](b) [@c1].\nFour\n\n- five\n- ![six](g)\n\n|h|i|\n|-|-|\n|j|k|\n\n> [!NOTE]\n> l\n\nterm\n: meaning";
    assert_eq!(plain(text), "A\nOne two three . Four\nfive\nh i\nj k\nl\nterm\nmeaning");
    assert_eq!(prose("one don't – `two` [@a1]").words, 3);
}

/// Text that is dense in the marks that Markdown knows.
pub(crate) fn dense() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned);
    prop::collection::vec(prop_oneof![9 => piece, 1 => "\\PC{0,3}"], 0..40).prop_map(|pieces| pieces.concat())
}

const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "  ",
    "    ",
    "> ",
    "> [!NOTE]\n",
    "- ",
    "1. ",
    "[ ] ",
    "# ",
    "## ",
    "### a {#b .c}",
    "\n---\n",
    "***",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```",
    "```x\n",
    "[",
    "]",
    "(",
    ")",
    "![",
    "[[",
    "]]",
    "![[a#b]]",
    "[[a|b]]",
    "[@a1; @b2, p. 3]",
    "@a1",
    "[^1]",
    "[^2]",
    "\n\n[^1]: ",
    "\n[^2]: c",
    "\n\n[r]: d\n",
    "[r]",
    "[a](b)",
    "[a](b \"c\")",
    "[](figure:f)",
    "![](figure:f)",
    "![x](chart:c)",
    "![x](y.png \"z\")",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<div>\n",
    "<a@b.c>",
    "<http://x.y>",
    "|a|b|\n|-|:-:|\n|",
    "|",
    "\nt\n: d\n",
    ": ",
    "\\",
    "&amp;",
    "&#x3a;",
    "'",
    "\"",
    "--",
    "...",
    "a",
    "b c",
    "é",
    "\t",
    "\r\n",
    "\u{0}",
    "javascript:x",
    "[a](javascript:x)",
    "$",
    "=",
    "\n===\n",
    "<",
    ">",
    "&",
    "{",
    "}",
    "\u{200b}",
];

proptest! {
    #[test]
    fn any_text_is_read_and_every_range_lies_in_it(text in dense()) {
        let (prose, faults) = read(&text, RawHtml::Refuse);
        for reference in &prose.references {
            prop_assert!(text.get(reference.range.clone()).is_some());
            prop_assert!(text.get(reference.target.clone()).is_some());
        }
        for fault in &faults {
            prop_assert!(text.get(fault.range.clone()).is_some());
        }
        let ids: std::collections::BTreeSet<_> = prose.headings.iter().map(|h| &h.id).collect();
        prop_assert_eq!(ids.len(), prose.headings.len());
        for heading in &prose.headings {
            let section = section(&text, &prose, &heading.id).expect("the heading is there");
            prop_assert!(text.get(section).is_some());
        }
        read(&text, RawHtml::Escape);
        plain(&text);
    }
}

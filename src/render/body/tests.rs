use proptest::prelude::*;

use super::*;
use crate::assemble::resolved::{ChartBlock, ChartRow, ChartShape, ChartValue, FigureBlock, Included};
use crate::load::content_type::RawHtml;
use crate::load::markdown::{self, tests::dense};

mod payloads;
mod sound;

pub(in crate::render) use sound::assert_sound;

/// What each reference might become, made of its own words so that hostile ones come through.
fn answers(text: &str) -> Vec<Resolved> {
    let (prose, _) = markdown::read(text, RawHtml::Refuse);
    prose.references.iter().enumerate().map(|(index, reference)| answer(index, &reference.kind)).collect()
}

fn answer(index: usize, kind: &ReferenceKind) -> Resolved {
    match kind.clone() {
        ReferenceKind::Link(href) => Resolved::Link { href },
        ReferenceKind::Language(tag) => Resolved::Language { tag },
        ReferenceKind::Image { address, .. } => Resolved::Image { src: address, width: Some(640), height: Some(480) },
        ReferenceKind::Figure(name) => Resolved::Figure(figure_block(&name)),
        ReferenceKind::FigureCard(name) => Resolved::FigureCard(figure_block(&name)),
        ReferenceKind::Chart { name, alt } => Resolved::Chart(Box::new(ChartBlock {
            title: name,
            description: alt,
            columns: vec!["Region".into(), "Rate".into(), "Note".into()],
            is_of_figures: false,
            shape: ChartShape::Bar,
            series: vec!["Rate".into()],
            rows: vec![ChartRow {
                label: "North".into(),
                values: vec![ChartValue { display: "9.5%".into(), span: Some((9_500_000, 9_500_000)) }],
                note: "late".into(),
                ..ChartRow::default()
            }],
            source: "NMDS".into(),
            note: "Rounded".into(),
            href: "/f/".into(),
            ..ChartBlock::default()
        })),
        ReferenceKind::Citation(key) | ReferenceKind::NarrativeCitation(key) => {
            Resolved::Citation { in_text: format!("({key})"), href: "#ref-x".into(), occurrence_id: format!("cite-x-{index}") }
        }
        ReferenceKind::Term(term) => Resolved::Term {
            id: format!("term-{index}"),
            meaning: format!("{term} is a word."),
            href: "/glossary/#x".into(),
            first: index.is_multiple_of(2),
            term,
        },
        ReferenceKind::Include { page, .. } => {
            let text = format!("## {page}\n\nText[^1]\n\n[^1]: note");
            Resolved::Include(Box::new(Included { references: answers(&text), text, title: page, href: "/about/".into() }))
        }
    }
}

fn figure_block(name: &str) -> Box<FigureBlock> {
    Box::new(FigureBlock {
        display: "9.5%".into(),
        what: "Posts vacant".into(),
        base: "all posts".into(),
        area: "England".into(),
        source: name.into(),
        href: format!("/figures/{name}/"),
        ..FigureBlock::default()
    })
}

fn body(text: &str) -> String {
    let html = write(text, &answers(text), BodyOptions::default()).into_string();
    assert_sound(&html);
    html.trim_end().to_owned()
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(body(text), expected, "{text}");
}

#[test]
fn running_text() {
    check(
        "One *two* **three** ~~four~~ `<5>`\\\nsix\nseven",
        "<p>One <em>two</em> <strong>three</strong> <del>four</del> <code>&lt;5&gt;</code><br>\nsix\nseven</p>",
    );
    check("a & b < c > \"d\" it's", "<p>a &amp; b &lt; c &gt; “d” it’s</p>");
    check("> said\n\n---", "<blockquote>\n<p>said</p>\n</blockquote>\n<hr>");
    check(
        "3. a\n4. b\n\n- [ ] c\n- [x] d",
        "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n<ul>\n<li><span class=\"task\" role=\"img\" aria-label=\"not done\">☐</span> c</li>\n<li><span class=\"task\" role=\"img\" aria-label=\"done\">☑</span> d</li>\n</ul>",
    );
    check("Term\n: Meaning", "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>");
    check("```rust,x \"y\"\na < b\n```", "<pre tabindex=\"0\"><code class=\"language-rust\">a &lt; b\n</code></pre>");
    check("```\"><b>\n```", "<pre tabindex=\"0\"><code class=\"language-&quot;&gt;&lt;b&gt;\"></code></pre>");
    check("    a", "<pre tabindex=\"0\"><code>a</code></pre>");
    check("", "");
}

#[test]
fn headings_carry_a_link_to_themselves() {
    let permalink = |id: &str| {
        format!(
            "<a class=\"permalink\" href=\"#{id}\"><span class=\"vh\">Link to this section</span><span aria-hidden=\"true\"> #</span></a>"
        )
    };
    check("## What *now*?", &format!("<h2 id=\"what-now\">What <em>now</em>?{}</h2>", permalink("what-now")));
    check(
        "# A\n\n####### B\n\n##\n\n### A",
        &format!("<h2 id=\"a\">A{}</h2>\n<p>####### B</p>\n<h3 id=\"a-2\">A{}</h3>", permalink("a"), permalink("a-2")),
    );
    let options = BodyOptions { id_prefix: "x-", heading_offset: 2, ..BodyOptions::default() };
    assert_eq!(write("## A", &[], options).as_str(), format!("<h4 id=\"x-a\">A{}</h4>\n", permalink("x-a")));
}

#[test]
fn call_outs() {
    check("> [!NOTE]\n> Text", "<div class=\"box note\" role=\"note\"><p class=\"t\">Note</p>\n<p>Text</p>\n</div>");
    for (name, title) in [("TIP", "Tip"), ("important", "Important"), ("Warning", "Warning"), ("CAUTION", "Caution")] {
        assert!(
            body(&format!("> [!{name}]\n> Text"))
                .contains(&format!("<div class=\"box {}\" role=\"note\"><p class=\"t\">{title}</p>", title.to_lowercase()))
        );
    }
}

#[test]
fn tables_are_named_regions() {
    check(
        "|a|b|c||\n|-|-:|:-:|-|\n|1|2|3|4|",
        "<div class=\"tscroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table: a, b, c\"><table>\n<thead><tr><th scope=\"col\">a</th>\
         <th scope=\"col\" class=\"num\">b</th><th scope=\"col\" class=\"centre\">c</th><td></td></tr></thead>\n<tbody>\n<tr><td>1</td>\
         <td class=\"num\">2</td><td class=\"centre\">3</td><td>4</td></tr>\n</tbody></table></div>",
    );
    check(
        "|a|\n|-|",
        "<div class=\"tscroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table: a\"><table>\n<thead><tr><th scope=\"col\">a</th></tr></thead>\n</table></div>",
    );
    assert!(body("|a|\n|-|\n\n|a|\n|-|").contains("aria-label=\"Table: a (2)\""));
}

#[test]
fn footnotes_open_in_place_and_lead_there_and_back() {
    let mark = |note, place| {
        format!(
            "<sup class=\"fn\"><button type=\"button\" class=\"term\" id=\"fnref-{place}\" popovertarget=\"_fn-{note}\" aria-label=\"Footnote {note}\">{note}</button></sup>"
        )
    };
    let card = |note, words| {
        format!("<span popover id=\"_fn-{note}\" class=\"term-card\">{words} <a href=\"#fn-{note}\">Footnote {note}</a></span>")
    };
    let back = |place| format!("<a href=\"#fnref-{place}\" class=\"back\" aria-label=\"Back to the text\">↩</a>");
    check(
        "One[^b], two[^a], three[^B].\n\n[^a]: Of [^c].\n[^b]: B.\n[^c]: C.\n[^d]: D.",
        &format!(
            "<p><span class=\"nb\">One{}{},</span> <span class=\"nb\">two{}{},</span> <span class=\"nb\">three{}.</span></p>\n\
             <section class=\"footnotes\" aria-label=\"Footnotes\"><ol>\n\
             <li id=\"fn-1\"><p>B. {} <a href=\"#fnref-1-2\" class=\"back\" aria-label=\"Back to the text, place 2\">↩<sup>2</sup></a></p>\n</li>\n\
             <li id=\"fn-2\"><p>Of <span class=\"nb\">{}{}.</span> {}</p>\n</li>\n<li id=\"fn-3\"><p>C. {}</p>\n</li>\n<li id=\"fn-4\"><p>D.</p>\n</li>\n</ol></section>",
            mark(1, "1"),
            card(1, "B."),
            mark(2, "2"),
            card(2, "Of ."),
            mark(1, "1-2"),
            back(1),
            mark(3, "3"),
            card(3, "C."),
            back(2),
            back(3),
        ),
    );
    // A heading stays a line of words.
    assert!(
        body("## A[^a]\n\n[^a]: B.").contains("<sup class=\"fn\"><a id=\"fnref-1\" href=\"#fn-1\" aria-label=\"Footnote 1\">1</a></sup>")
    );
    check("A[^none].", "<p>A[^none].</p>");
}

#[test]
fn links_and_images() {
    check(
        "[a *b*](/c/) <https://d.org/>",
        "<p><a href=\"/c/\">a <em>b</em></a> <a href=\"https://d.org/\" rel=\"external\">https://d.org/</a></p>",
    );
    check("[](/c/)", "<p><a href=\"/c/\">/c/</a></p>");
    check("a [gair *da*](lang:cy) b", "<p>a <span lang=\"cy\">gair <em>da</em></span> b</p>");
    check("[a](javascript:b) ![c](data:,d)", "<p>a c</p>");
    let image = "<img src=\"d.jpg\" alt=\"a door\" width=\"640\" height=\"480\" loading=\"lazy\" decoding=\"async\">";
    check("See ![a door](d.jpg)", &format!("<p>See {image}</p>"));
    check("![a door](d.jpg \"The < door\")", &format!("<figure class=\"image\">{image}<figcaption>The &lt; door</figcaption></figure>"));
    check("[![a door](d.jpg)](/e/)", &format!("<p><a href=\"/e/\">{image}</a></p>"));
    assert_eq!(write("[a](b) ![c](d)", &[Resolved::Words, Resolved::Words], BodyOptions::default()).as_str(), "<p>a c</p>\n");
    assert_eq!(write("[a](b) ![c](d)", &[], BodyOptions::default()).as_str(), "<p>a c</p>\n");
}

#[test]
fn figures_and_charts() {
    let button = |number| format!("<button type=\"button\" class=\"term figure-ref\" popovertarget=\"_figure-{number}\">9.5%</button>");
    let facts = |number, name| {
        format!(
            "<span popover id=\"_figure-{number}\" class=\"term-card\"><strong>9.5%</strong> Posts vacant<br>Out of: all posts<br>England\
             <br>Source: {name}<br><a href=\"/figures/{name}/\">About this figure</a></span>"
        )
    };
    let (v, w) = (format!("{}{}", button(1), facts(1, "v")), format!("{}{}", button(2), facts(2, "w")));
    check(
        "So [9.5%](figure:v), [](figure:w), [](figure:v)",
        &format!("<p>So <span class=\"nb\">{v},</span> <span class=\"nb\">{w},</span> {}</p>", button(1)),
    );
    // A heading stays a line of words, and a link holds no button.
    let permalink =
        "<a class=\"permalink\" href=\"#so-9-5\"><span class=\"vh\">Link to this section</span><span aria-hidden=\"true\"> #</span></a>";
    check("## So [9.5%](figure:v)", &format!("<h2 id=\"so-9-5\">So <a class=\"figure-ref\" href=\"/figures/v/\">9.5%</a>{permalink}</h2>"));
    check(
        "![](figure:v)",
        "<figure class=\"figure-card\"><p class=\"value\">9.5%</p><figcaption><p class=\"what\">Posts vacant</p><p class=\"base\">all posts, England</p>\
         <p class=\"source\">Source: v. <a href=\"/figures/v/\">About this figure</a></p></figcaption></figure>",
    );
    check("a ![](figure:v)", &format!("<p>a {v}</p>"));
    check(
        "![what it shows](chart:v)",
        "<figure class=\"chart\"><figcaption><strong>v</strong> what it shows</figcaption>\
         <svg class=\"draw\" role=\"img\" aria-labelledby=\"_chart-1-t _chart-1-d\" width=\"100%\" height=\"64\" font-size=\"15\" fill=\"currentColor\">\
         <title id=\"_chart-1-t\">v</title><desc id=\"_chart-1-d\">what it shows</desc><text x=\"0\" y=\"16\">North</text>\
         <rect x=\"0%\" y=\"24\" width=\"79.68%\" height=\"16\"/><line x1=\"0%\" y1=\"21\" x2=\"0%\" y2=\"43\" stroke=\"currentColor\" stroke-width=\"2\"/>\
         <text x=\"79.68%\" y=\"37\" dx=\"10\" font-weight=\"700\">9.5%</text><text x=\"0%\" y=\"60\">0</text></svg>\
         <div class=\"tscroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table: v\"><table>\n<thead><tr><th scope=\"col\">Region</th>\
         <th scope=\"col\" class=\"num\">Rate</th><th scope=\"col\">Note</th></tr></thead>\n<tbody>\n<tr><th scope=\"row\">North</th>\
         <td class=\"num\">9.5%</td><td class=\"small\">late</td></tr>\n</tbody></table></div>\
         <p class=\"note\">Rounded</p><p class=\"source\">Source: NMDS. <a href=\"/f/\">About this figure</a></p></figure>",
    );
}

#[test]
fn citations_and_terms() {
    check("So [@a1, p. 2].", "<p>So <a class=\"cite-ref\" id=\"cite-x-0\" href=\"#ref-x\">(@a1, p. 2)</a>.</p>");
    check("As @a1 says", "<p>As <a class=\"cite-ref\" id=\"cite-x-0\" href=\"#ref-x\">(a1)</a> says</p>");
    assert_eq!(
        write("[@a1, *p*] @b", &[Resolved::Words, Resolved::Words], BodyOptions::default()).as_str(),
        "<p>[@a1, <em>p</em>] @b</p>\n"
    );
    check(
        "[[NQSW|new]] and [[NQSW]]",
        "<p><button type=\"button\" class=\"term\" popovertarget=\"term-0\">new</button><span popover id=\"term-0\" class=\"term-card\">\
         <strong>NQSW</strong> NQSW is a word. <a href=\"/glossary/#x\">More about this term</a></span> and \
         <a class=\"term-link\" href=\"/glossary/#x\">NQSW</a></p>",
    );
    assert!(body("## [[NQSW]]").starts_with("<h2 id=\"nqsw\"><a class=\"term-link\" href=\"/glossary/#x\">NQSW</a><a class=\"permalink\""));
}

#[test]
fn included_blocks_keep_their_ids_to_themselves() {
    let html = body("## About\n\n![[About#x]]\n\nSee[^1]\n\n[^1]: n");
    for part in [
        "<h2 id=\"about\">",
        "<div class=\"included\">\n<h2 id=\"i1-about\">",
        "href=\"#i1-fn-1\"",
        "aria-label=\"Footnotes of About\"",
        "<p class=\"from\">From <a href=\"/about/\">About</a></p>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    check("so ![[a#b]]", "<p>so <a href=\"/about/\">a</a></p>");
    assert_eq!(write("![[a#b]]", &[Resolved::Words], BodyOptions::default()).as_str(), "");
}

#[test]
fn blocks_within_blocks_come_to_an_end() {
    let mut included = Included { text: "deepest".into(), title: "T".into(), href: "/t/".into(), ..Included::default() };
    for _ in 0..40 {
        included = Included {
            text: "![[a]]".into(),
            references: vec![Resolved::Include(Box::new(included))],
            title: "T".into(),
            href: "/t/".into(),
        };
    }
    let html = write("![[a]]", &[Resolved::Include(Box::new(included))], BodyOptions::default()).into_string();
    assert_sound(&html);
    assert_eq!(html.matches("class=\"included\"").count(), INCLUDE_DEPTH + 1);
}

#[test]
fn foreign_html_is_shown_and_comments_are_not() {
    check(
        "a <b>c</b> <!-- d -->\n\n<div class=\"x\">\ne\n</div>\n\n<!-- f -->",
        "<p>a &lt;b&gt;c&lt;/b&gt; </p>\n<p>&lt;div class=&quot;x&quot;&gt;\ne\n&lt;/div&gt;</p>",
    );
}

#[test]
fn a_field_of_one_paragraph_stands_in_a_line() {
    let inline = |text| inline(text, &answers(text), BodyOptions { id_prefix: "f-", ..BodyOptions::default() }).into_string();
    assert_eq!(inline("a *b*"), "a <em>b</em>");
    assert_eq!(inline("a\n\nb"), "<p>a</p>\n<p>b</p>\n");
    assert!(inline("a[^1]\n\n[^1]: b").contains("id=\"f-fnref-1\""));
}

#[test]
fn hostile_depth_and_length_are_harmless() {
    let cases = [
        "> ".repeat(20_000),
        "*a ".repeat(100_000),
        "[".repeat(200_000),
        "![".repeat(100_000) + &"](a)".repeat(100_000),
        "[^1]: a\n\n".repeat(50_000),
        (0..50_000).map(|n| format!("[^{n}]: a\n\n")).collect(),
        "[^1]".repeat(50_000) + "\n\n[^1]: a",
        "## a\n\n".repeat(50_000),
        "##\n[](a)\n".repeat(50_000),
        "[[a]] ".repeat(50_000),
        "@a1 ".repeat(100_000),
        "\"'*".repeat(100_000),
        "![](figure:a)\n".repeat(50_000),
        "<!-- ".repeat(100_000),
        "|a".repeat(50_000) + "\n" + &"|-".repeat(50_000) + "\n|b",
        "- ".repeat(5_000) + "a",
        "[@".repeat(100_000),
    ];
    for text in cases {
        let began = std::time::Instant::now();
        let (prose, _) = markdown::read(&text, RawHtml::Refuse);
        let answers: Vec<_> = prose.references.iter().enumerate().map(|(index, reference)| answer(index, &reference.kind)).collect();
        write(&text, &answers, BodyOptions::default());
        let start: String = text.chars().take(12).collect();
        // Half a second when the time grows with the length; minutes when it grows with its square.
        assert!(began.elapsed().as_secs() < 30, "{start} took {:?}", began.elapsed());
    }
}

proptest! {
    #[test]
    fn any_text_makes_sound_html(text in dense()) {
        let html = write(&text, &answers(&text), BodyOptions::default()).into_string();
        assert_sound(&html);
        assert_sound(write(&text, &[], BodyOptions::default()).as_str());
        inline(&text, &answers(&text), BodyOptions::default());
    }

    #[test]
    fn the_writer_meets_the_readers_references(text in dense()) {
        let (prose, _) = markdown::read(&text, RawHtml::Escape);
        let flow = Flow::of(&text);
        let mut met: Vec<usize> = flow.steps.iter().filter_map(|step| match step {
            Step::Opened(index) | Step::Inline(index) | Step::Block(index) => Some(*index),
            _ => None,
        }).collect();
        prop_assert_eq!(&met, &(0..prose.references.len()).collect::<Vec<_>>());
        met.dedup();
        prop_assert_eq!(flow.references, prose.references);
    }
}

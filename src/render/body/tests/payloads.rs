//! Payloads of script injection, put into every construct and every piece of data that the writer prints.

use super::*;

const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.y/z></SCRIPT>",
    "<scr<script>ipt>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<math><mi//xlink:href=\"javascript:alert(1)\">",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc=\"<script>alert(1)</script>\">",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=\"java&#x0a;script:alert(1)\">x</a>",
    "<form action=javascript:alert(1)><button>x",
    "<button formaction=javascript:alert(1)>x",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<style>@import 'javascript:alert(1)'</style>",
    "<link rel=stylesheet href=javascript:alert(1)>",
    "<base href=javascript:alert(1)//>",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml <script>alert(1)</script>?>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<textarea></textarea><script>alert(1)</script>",
    "<template><script>alert(1)</script></template>",
    "\" onmouseover=\"alert(1)",
    "\" onfocus=alert(1) autofocus=\"",
    "' onmouseover='alert(1)",
    "\"><script>alert(1)</script>",
    "'><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "` onmouseover=alert(1) `",
    "x onclick=alert(1)",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\tjavascript:alert(1)",
    "java\tscript:alert(1)",
    "java\u{1}script:alert(1)",
    "\u{1}javascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;&#x61;vascript:alert(1)",
    "javascript&#x3A;alert(1)",
    "jav&Tab;ascript:alert(1)",
    "jav&NewLine;ascript:alert(1)",
    "java\\script:alert(1)",
    "javascript://x.y/%0aalert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "DATA:image/svg+xml,<svg onload=alert(1)>",
    "blob:https://x.y/z",
    "file:///etc/passwd",
    "view-source:javascript:alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\<script\\>alert(1)\\</script\\>",
    "{{ x | safe }}{% raw %}<script>",
    "\u{202e}<script>\u{0}alert(1)",
];

const CONSTRUCTS: &[&str] = &[
    "X",
    "*X* **X** ~~X~~ `X`",
    "## X",
    "## a {#X}",
    "> X",
    "> [!NOTE]\n> X",
    "> [!X]\n> a",
    "- X\n- [ ] X",
    "|X|b|\n|-|-|\n|X|d|",
    "```X\nX\n```",
    "    X",
    "a\n: X",
    "X\n: a",
    "a[^1]\n\n[^1]: X",
    "a[^X]\n\n[^X]: b",
    "[a](X)",
    "[a](<X>)",
    "[X](a)",
    "[a](b \"X\")",
    "[a](b 'X')",
    "[a][r]\n\n[r]: X",
    "[a][r]\n\n[r]: <X> 'X'",
    "[a][X]\n\n[X]: b",
    "<X>",
    "<https://a.b/X>",
    "![X](a)",
    "![a](X)",
    "![a](<X> \"X\")",
    "![a](b \"X\")",
    "[![X](X)](X)",
    "[9](figure:X)",
    "![](figure:X)",
    "![X](chart:X)",
    "[@a1, X]",
    "[@X; @b]",
    "@aX",
    "[[X]]",
    "[[a|X]]",
    "[[X|b]]",
    "![[X#X]]",
    "<div>\nX\n</div>",
    "a <b X> c",
    "<!-- X -->",
    "a <!-- X --> b",
    "<X",
    "\\X &X;",
];

#[test]
fn no_payload_survives_in_any_construct() {
    assert!(PAYLOADS.len() >= 60);
    for construct in CONSTRUCTS {
        for payload in PAYLOADS {
            let text = construct.replace('X', payload);
            let answers = answers(&text);
            for html in [
                write(&text, &answers, BodyOptions::default()),
                write(&text, &[], BodyOptions::default()),
                inline(&text, &answers, BodyOptions { id_prefix: "f-", heading_offset: 1, ..BodyOptions::default() }),
            ] {
                assert_inert(html.as_str());
            }
        }
    }
}

#[test]
fn no_payload_survives_in_any_record() {
    for (index, payload) in PAYLOADS.iter().enumerate() {
        let words = || (*payload).to_owned();
        let figure = || {
            Box::new(FigureBlock {
                display: words(),
                what: words(),
                base: words(),
                period: words(),
                area: words(),
                quality: words(),
                quality_value: words(),
                caveat: words(),
                source: words(),
                href: words(),
            })
        };
        let records = [
            Resolved::Link { href: words() },
            Resolved::Image { src: words(), width: None, height: Some(1) },
            Resolved::Figure(figure()),
            Resolved::FigureCard(figure()),
            chart(ChartShape::Bar, payload),
            chart(ChartShape::Line, payload),
            Resolved::Citation { in_text: words(), href: words(), occurrence_id: format!("c-{index}") },
            Resolved::Term { id: format!("t-{index}"), term: words(), meaning: words(), href: words(), first: true },
            Resolved::Term { id: format!("t-{index}"), term: words(), meaning: words(), href: words(), first: false },
            Resolved::Include(Box::new(Included { text: words(), references: vec![], title: words(), href: words() })),
            Resolved::Words,
            Resolved::Language { tag: words() },
        ];
        for record in records {
            for text in [
                "[a](b)",
                "[](b)",
                "![a](b)",
                "![a](b \"c\")",
                "a ![b](c)",
                "![](figure:a)",
                "![a](chart:b)",
                "[](figure:a)",
                "[@a1]",
                "@a1",
                "[[a]]",
                "![[a]]",
                "## [[a]]",
            ] {
                assert_inert(write(text, std::slice::from_ref(&record), BodyOptions::default()).as_str());
            }
        }
    }
}

fn chart(shape: ChartShape, payload: &str) -> Resolved {
    let words = || payload.to_owned();
    let value = |number| ChartValue { display: words(), span: Some((number, number)) };
    let row = |number| ChartRow {
        label: words(),
        values: vec![value(number), value(-number)],
        note: words(),
        is_high: true,
        ..ChartRow::default()
    };
    Resolved::Chart(Box::new(ChartBlock {
        title: words(),
        description: words(),
        shape,
        columns: vec![words(), words(), words(), words()],
        is_of_figures: false,
        series: vec![words(), words()],
        rows: vec![row(1), row(2)],
        source: words(),
        note: words(),
        href: words(),
        ..ChartBlock::default()
    }))
}

/// Beyond being sound, which allows no element, attribute or scheme that acts: the plain signs of an attack.
fn assert_inert(html: &str) {
    assert_sound(html);
    let lower = html.to_lowercase();
    assert!(!lower.contains("<script") && !lower.contains("href=\"javascript:") && !lower.contains("<!--"), "{html}");
}

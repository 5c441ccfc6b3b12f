use std::collections::BTreeMap;
use std::sync::Arc;

use camino::Utf8PathBuf;
use proptest::prelude::*;

use super::*;
use crate::load::content_type::RawHtml;
use crate::load::markdown;
use crate::load::value::Map;

fn site(generator: Generator) -> Site {
    Site {
        generator: Some(generator),
        sign: String::new(),
        content: "old".into(),
        statics: Vec::new(),
        settings: Map::new(),
        settings_file: None,
        address: Some("https://old.example.org".into()),
    }
}

/// Each page's new file with its text, and the findings.
fn imported(generator: Generator, pages: &[(&str, &str)]) -> (BTreeMap<String, String>, Vec<Finding>) {
    let site = site(generator);
    let sources =
        pages.iter().map(|(path, text)| (Utf8PathBuf::from(*path), Arc::new(Source::new(*path, *path, (*text).to_owned())))).collect();
    let mut pages = plan::pages(&site, sources);
    let fields = mapped(&site, &BTreeMap::new(), &mut pages, Timestamp::UNIX_EPOCH);
    let library = Library::new(&site, &pages, BTreeMap::new());
    let mut findings = Vec::new();
    let aliases = settle::aliases(&pages, &fields, &library, &mut findings);
    let mut files = BTreeMap::new();
    for index in 0..pages.len() {
        let body = body::convert(&site, &library, index, fields[index].lent.as_ref());
        findings.extend(body.findings);
        files.extend(
            settle::page_files(&pages[index], &fields[index], None, &aliases[index], &body.text)
                .into_iter()
                .map(|(path, text)| (path.to_string(), text)),
        );
    }
    (files, findings)
}

fn body_of(generator: Generator, text: &str) -> String {
    let (files, _) = imported(generator, &[("a.md", text), ("b/c.md", "---\ntitle: C\n---\n")]);
    files["a.md"].splitn(3, "---\n").last().expect("a body").trim().to_owned()
}

#[test]
fn calls_become_blocks_where_they_stood() {
    for (text, expected) in [
        ("a\n{{< note >}}\nb\n{{< /note >}}\nc", "a\n\n> [!NOTE]\n> b\n\nc"),
        ("- a\n  {{< note >}}b{{< /note >}}\n- c", "- a\n\n  > [!NOTE]\n  > b\n\n- c"),
        ("| a | {{< note >}}b{{< /note >}} |\n|---|---|\n", "| a | b |\n|---|---|"),
        ("{{< img src=\"https://x.org/y.png\" alt=\"z\" >}}words", "![z](https://x.org/y.png)\n\nwords"),
        ("[{{< img src=\"https://x.org/y.png\" alt=\"z\" >}}](c)", "[![z](https://x.org/y.png)](c)"),
        ("{{< x >}} a\nb", "a <!-- import: {{< x >}} -->\nb"),
        ("## {{< x >}}A\n\nb", "## A <!-- import: {{< x >}} -->\n\nb"),
        ("{{< x >}}\na", "<!-- import: {{< x >}} -->\na"),
        ("{{< step >}}a{{< /step >}}\n{{< step >}}b{{< /step >}}\n\nc", "- a\n- b\n\nc"),
        ("{{< row >}}\n    {{< cell >}}a{{< /cell >}}\n    {{< cell >}}b{{< /cell >}}\n{{< /row >}}", "a\n\nb"),
        ("[a]({{< ref \"c.md#d\" >}} \"t\") <a href=\"{{< ref \"c\" >}}\">b</a>", "[a](b/c.md#d \"t\") [b](b/c.md)"),
        ("[a]({{< gone \"x/y z.pdf\" >}})", "[a](x/y%20z.pdf)"),
        ("[a](https://old.example.org/b/c/#d) [b](//x.org/y)", "[a](b/c.md#d) [b](https://x.org/y)"),
        ("[[1]](b/c.md) [[d]] @e9 [@f] ![[g]]", "[\\[1\\]](b/c.md) \\[[d]] \\@e9 \\[@f] !\\[[g]]"),
        ("[a][r]\n\n[r]: /b/c/ \"t\"", "[a][r]\n\n[r]: b/c.md \"t\""),
    ] {
        assert_eq!(body_of(Generator::Hugo, text), expected, "{text}");
    }
}

#[test]
fn more_old_addresses_than_a_page_may_have_are_given_to_further_pages() {
    let aliases: String = (0..4000).map(|number| format!("- /old/address/of/a/page/number/{number}/\n")).collect();
    let (files, findings) = imported(Generator::Hugo, &[("gone.md", &format!("---\ntitle: Gone\naliases:\n{aliases}---\nIt is.\n"))]);
    assert_eq!(files.keys().collect::<Vec<_>>(), ["gone-2.md", "gone-3.md", "gone.md"]);
    assert_eq!(files.values().map(|text| text.matches("- /old/").count()).sum::<usize>(), 4000);
    assert!(files.values().all(|text| text.len() < 64 << 10 && text.ends_with("It is.\n")) && findings.is_empty());
}

#[test]
fn names_that_a_hub_needs_are_given_way_to_and_no_two_pages_share_an_address() {
    let pages = [
        ("search.md", ""),
        ("search/a.md", ""),
        ("a/index.md", ""),
        ("a.md", ""),
        ("A.md", ""),
        ("b.md", "---\nslug: a\n---\n"),
        ("c/d.md", ""),
        ("c.md", ""),
    ];
    let (files, _) = imported(Generator::Hugo, &pages);
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        ["A-3.md", "a-2.md", "a-4.md", "a.md", "c/_index.md", "c/d.md", "search-page.md", "search-pages/a.md"]
            .map(|name| name.to_owned())
            .iter()
            .collect::<Vec<_>>()
    );
}

fn dense() -> impl Strategy<Value = String> {
    let marks = prop::sample::select(vec![
        "{{< ref \"c\" >}}",
        "{{< note >}}",
        "{{< /note >}}",
        "{{% x %}}",
        "{{< img src=\"a\" alt=\"b\" >}}",
        "{{</* x */>}}",
        "{{ site.title }}",
        "{% if a %}",
        "{% endif %}",
        "{% raw %}",
        "{% endraw %}",
        "{% q(a=1) %}",
        "{% end %}",
        "{{ y(id=\"z\") }}",
        "{:toc}",
        "](",
        "<a href=\"",
        "\">",
        "</a>",
        "<br>",
        "<li>",
        "<td>",
        "<p>",
        "</p>",
        "@/b/c.md",
        "/b/c/",
        "\r\n",
    ]);
    let marks = marks.prop_map(str::to_owned);
    prop::collection::vec(prop_oneof![1 => marks, 1 => markdown::tests::dense()], 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_page_is_imported_and_can_be_read_again(text in dense()) {
        for generator in [Generator::Hugo, Generator::Zola, Generator::Jekyll] {
            let (files, findings) = imported(generator, &[("a.md", &format!("---\ntitle: A\n---\n{text}")), ("b/c.md", "---\ntitle: C\n---\n")]);
            let page = &files["a.md"];
            let (_, faults) = markdown::read(page, RawHtml::Escape);
            prop_assert!(faults.iter().all(|fault| fault.severity != crate::diagnostic::Severity::Error));
            prop_assert!(findings.iter().all(|finding| finding.line > 0 || finding.matter != Matter::Shortcode));
        }
    }
}

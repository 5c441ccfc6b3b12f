//! "How to cite this page": one of the hub's own pages as a source, for readers and for their reference managers.

use std::fmt::Write;

use hayagriva::types::{Date, FormatString, MaybeTyped, Person, Publisher, StringChunk};
use hayagriva::{Entry, Library};

use super::Bibliography;
use super::form;
use super::run::{self, Run};
use super::style::{Style, Words};

#[derive(Debug, Clone, Copy)]
pub struct OwnPage<'a> {
    pub title: &'a str,
    pub authors: &'a [Author<'a>],
    pub publisher: &'a str,
    pub published: Option<(i16, Option<i8>, Option<i8>)>,
    /// As people say it: "2.1".
    pub version: Option<&'a str>,
    pub url: &'a str,
    pub id: &'a str,
    /// The name of the page's type: "Practice guide".
    pub kind: &'a str,
    pub lang: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author<'a> {
    Person { given: &'a str, family: &'a str },
    Organisation(&'a str),
}

impl<'a> Author<'a> {
    /// A name in the order in which it is said. Small words before the last one belong to the family name: "Ursula von der Leyen".
    pub fn person(name: &'a str) -> Author<'a> {
        let name = name.trim();
        let Some((mut start, _)) = name.rmatch_indices(' ').next() else { return Author::Organisation(name) };
        while let Some((before, particle)) = name[..start].rsplit_once(' ') {
            if !particle.starts_with(char::is_lowercase) {
                break;
            }
            start = before.len();
        }
        Author::Person { given: name[..start].trim(), family: name[start..].trim() }
    }

    fn entry_person(self) -> Person {
        let (name, given_name) = match self {
            Author::Person { given, family } => (family, Some(given.to_owned())),
            Author::Organisation(name) => (name, None),
        };
        Person { name: name.to_owned(), given_name, prefix: None, suffix: None, comma_suffix: false, alias: None }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HowToCite {
    pub text: String,
    pub bibtex: String,
    pub ris: String,
}

pub fn cite_own(bibliography: &Bibliography, page: OwnPage<'_>, style: Style) -> HowToCite {
    let words = Words::of(page.lang);
    let mould = bibliography.cache.mould(mould_name(&page, style, words), || {
        form::make(&[&mould_entry(&page)], style, words).first().map(|form| form.reference.clone()).unwrap_or_default()
    });
    let fill = |text: &str| text.replace(TITLE, page.title).replace(NUMBER, page.id).replace(ADDRESS, page.url);
    let filled = mould.iter().map(|run| Run { text: fill(&run.text), ..run.clone() }).collect();
    HowToCite { text: run::text(&run::tidy(filled)), bibtex: bibtex(&page), ris: ris(&page) }
}

/// Pages by the same authors in the same year differ in these three only: hayagriva makes the reference once, around them.
/// Private-use letters, so that nothing in an author's name is taken for one.
const TITLE: &str = "\u{E001}";
const NUMBER: &str = "\u{E002}";
const ADDRESS: &str = "https://address.invalid/";

fn mould_name(page: &OwnPage<'_>, style: Style, words: Words) -> String {
    let year = page.published.map(|(year, _, _)| year);
    format!("{style:?} {words:?} {year:?} {:?} {:?} {:?} {:?}", page.version, page.authors, page.publisher, page.kind)
}

fn mould_entry(page: &OwnPage<'_>) -> Entry {
    let with_url = serde_json::json!({ "own": { "type": "report", "url": ADDRESS } });
    let read = serde_json::from_value::<Library>(with_url).expect("a sound entry");
    let mut entry = read.into_iter().next().expect("the one entry");
    // Verbatim: a name with `{` or `$` is text here, not markup.
    let words = |text: &str| FormatString { value: StringChunk::verbatim(text).into(), short: None };
    entry.set_title(words(TITLE));
    entry.set_authors(match page.authors {
        [] => vec![Author::Organisation(page.publisher).entry_person()],
        authors => authors.iter().map(|author| author.entry_person()).collect(),
    });
    if !is_author(page) {
        entry.set_publisher(Publisher::new(Some(words(page.publisher)), None));
    }
    if let Some((year, _, _)) = page.published {
        entry.set_date(Date { year: year.into(), month: None, day: None, approximate: false, season: None });
    }
    if let Some(version) = page.version {
        entry.set_edition(MaybeTyped::String(format!("Version {version}")));
    }
    entry.set_genre(words(page.kind));
    entry.set_keyed_serial_number("serial", run::guarded(NUMBER));
    entry
}

/// The styles leave the publisher out where it is the author.
fn is_author(page: &OwnPage<'_>) -> bool {
    match page.authors {
        [] => true,
        [Author::Organisation(name)] => *name == page.publisher,
        _ => false,
    }
}

fn bibtex(page: &OwnPage<'_>) -> String {
    let authors: Vec<String> = match page.authors {
        [] => vec![format!("{{{}}}", tex(page.publisher))],
        authors => authors
            .iter()
            .map(|author| match author {
                Author::Person { given, family } => format!("{{{}}}, {}", tex(family), tex(given)),
                Author::Organisation(name) => format!("{{{}}}", tex(name)),
            })
            .collect(),
    };
    let mut fields = vec![("author", authors.join(" and ")), ("title", format!("{{{}}}", tex(page.title)))];
    if let Some((year, month, _)) = page.published {
        fields.push(("year", year.to_string()));
        fields.extend(month.map(|month| ("month", month.to_string())));
    }
    fields.push(("institution", tex(page.publisher)));
    fields.push(("type", tex(page.kind)));
    fields.push(("number", tex(page.id)));
    fields.extend(page.version.map(|version| ("note", format!("Version {}", tex(version)))));
    fields.push(("url", page.url.chars().filter(|c| !matches!(c, '{' | '}' | '\\') && !c.is_whitespace()).collect()));
    let key: String = page.id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let mut text = format!("@techreport{{{key},\n");
    for (name, value) in fields {
        writeln!(text, "  {name} = {{{value}}},").expect("a string takes all that is written to it");
    }
    text.push_str("}\n");
    text
}

/// On one line, with the letters that TeX gives a meaning made into plain ones.
fn tex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in one_line(text).chars() {
        match letter {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '{' | '}' | '&' | '%' | '$' | '#' | '_' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            other => escaped.push(other),
        }
    }
    escaped
}

fn ris(page: &OwnPage<'_>) -> String {
    let mut lines = vec![("TY", "RPRT".to_owned())];
    for author in page.authors {
        lines.push((
            "AU",
            match author {
                Author::Person { given, family } => format!("{family}, {given}"),
                Author::Organisation(name) => (*name).to_owned(),
            },
        ));
    }
    if page.authors.is_empty() {
        lines.push(("AU", page.publisher.to_owned()));
    }
    lines.push(("TI", page.title.to_owned()));
    if let Some((year, month, day)) = page.published {
        lines.push(("PY", year.to_string()));
        let part = |number: Option<i8>| number.map(|number| format!("{number:02}")).unwrap_or_default();
        lines.push(("DA", format!("{year}/{}/{}/", part(month), part(day))));
    }
    lines.push(("PB", page.publisher.to_owned()));
    lines.push(("M3", page.kind.to_owned()));
    lines.push(("SN", page.id.to_owned()));
    lines.extend(page.version.map(|version| ("ET", format!("Version {version}"))));
    lines.push(("UR", page.url.to_owned()));
    lines.push(("ER", String::new()));
    // The format asks for CR LF, and for nothing after the last tag but its hyphen and a space.
    lines.iter().map(|(tag, value)| format!("{tag}  - {}\r\n", one_line(value))).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page<'a>(authors: &'a [Author<'a>]) -> OwnPage<'a> {
        OwnPage {
            title: "Supervision: time & {space} for $5?",
            authors,
            publisher: "College of Social Work",
            published: Some((2026, Some(3), Some(14))),
            version: Some("2.1"),
            url: "https://hub.example/guides/supervision/",
            id: "pg-0003",
            kind: "Practice guide",
            lang: "en",
        }
    }

    #[test]
    fn a_page_by_people_and_one_by_the_college() {
        let authors = [Author::person("Ada Mary Okafor"), Author::person("Jan van der Berg")];
        assert_eq!(
            cite_own(&Bibliography::empty(), page(&authors), Style::Harvard).text,
            "Okafor, A.M. and van der Berg, J. (2026) Supervision: time & {space} for $5? Version 2.1. Practice guide pg-0003. College of Social Work. Available at: https://hub.example/guides/supervision/."
        );
        assert_eq!(
            cite_own(&Bibliography::empty(), page(&authors), Style::Apa).text,
            "Okafor, A. M., & van der Berg, J. (2026). Supervision: time & {space} for $5? (Practice guide pg-0003; Version 2.1). College of Social Work. https://hub.example/guides/supervision/"
        );
        assert_eq!(
            cite_own(&Bibliography::empty(), page(&[]), Style::Harvard).text,
            "College of Social Work (2026) Supervision: time & {space} for $5? Version 2.1. Practice guide pg-0003. Available at: https://hub.example/guides/supervision/."
        );
    }

    #[test]
    fn reference_managers_get_the_same_facts() {
        let authors = [Author::person("Ada Mary Okafor"), Author::Organisation("Young People & Care")];
        let cited = cite_own(&Bibliography::empty(), page(&authors), Style::Harvard);
        assert_eq!(
            cited.bibtex,
            "@techreport{pg-0003,\n  author = {{Okafor}, Ada Mary and {Young People \\& Care}},\n  title = {{Supervision: time \\& \\{space\\} for \\$5?}},\n  year = {2026},\n  month = {3},\n  institution = {College of Social Work},\n  type = {Practice guide},\n  number = {pg-0003},\n  note = {Version 2.1},\n  url = {https://hub.example/guides/supervision/},\n}\n"
        );
        assert!(cited.ris.starts_with("TY  - RPRT\r\nAU  - Okafor, Ada Mary\r\nAU  - Young People & Care\r\n"));
        assert!(cited.ris.contains("DA  - 2026/03/14/\r\n") && cited.ris.ends_with("ER  - \r\n"));
    }

    #[test]
    fn a_title_cannot_add_a_field() {
        let page = OwnPage { title: "x\r\nER  - \r\nTY  - BOOK}, note = {y", ..page(&[]) };
        let cited = cite_own(&Bibliography::empty(), page, Style::Harvard);
        assert_eq!(cited.ris.matches("\r\nER  - ").count(), 1);
        assert!(cited.bibtex.contains("BOOK\\}, note = \\{y}}"));
    }
}

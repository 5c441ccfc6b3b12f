//! Pages in another language than the hub's, as they are published: what the theme says on them, and how translations lead to one another.

use almoner::build::{self, BuildRequest};
use almoner::release::Include;
use camino::Utf8Path;

use crate::cases::Silent;
use crate::folder::{Folder, tree};

const HUB: &str = "title: A hub for languages
base_url: https://hub.example.org
lang: en-GB
topics: free
defaults: {summary: What this page says in one sentence., status: published, published: 2026-01-05T09:00:00Z, owner: Editors, audiences: [practitioner], nations: [wales], licence: CC-BY-4.0, rights_note: Our own words., topics: [A]}
navigation:
  - {label: All notes, to: notes/}
";

const NOTE: &str = "name: Note\nplural: Notes\nhelp: A page of a test.\nfolder: notes\nshared_optional: [id]\n";

/// Builds a hub of notes and gives the page at a path of the tree.
fn built(files: &[(&str, &str)]) -> impl Fn(&str) -> String {
    let folder = Folder::empty();
    folder.write("content/hub.yaml", HUB);
    folder.write("content/_types/note.yaml", NOTE);
    files.iter().for_each(|(path, text)| folder.write(&format!("content/{path}"), text));
    let request = BuildRequest {
        hub: folder.hub(),
        output: folder.path().join("public"),
        base_url: None,
        as_of: "2026-06-01T12:00:00Z".parse().expect("a sound instant"),
        include: Include::default(),
        sync: false,
    };
    let outcome = build::build(&request, &mut Silent).expect("the hub can be built");
    assert!(outcome.made.is_some(), "{}", crate::said::lines(folder.path(), &outcome.diagnostics));
    let files = tree(Utf8Path::new(&request.output));
    move |path| String::from_utf8(files.get(path).unwrap_or_else(|| panic!("no `{path}`")).clone()).expect("a text file")
}

const SOURCE: &str = "---\ntitle: A sound title\nupdated: 2026-04-02T09:00:00+01:00\n---\n\nWords.\n";
const STALE: &str = "---\ntitle: Teitl da\nlang: cy\ntranslation_of: source\ntranslated_on: 2026-03-20\n---\n\n> [!NOTE]\n> Geiriau.\n";
const IRISH: &str = "---\ntitle: Teideal maith\nlang: ga\ntranslation_of: source\ntranslated_on: 2026-04-02\n---\n\n## Focail\n\nFocail.\n";

#[test]
fn translations_lead_to_one_another_in_their_own_words_and_a_stale_one_says_so() {
    let page = built(&[("notes/source.md", SOURCE), ("notes/teitl.md", STALE), ("notes/teideal.md", IRISH)]);
    let (english, welsh, irish) = (page("notes/source/index.html"), page("notes/teitl/index.html"), page("notes/teideal/index.html"));
    assert!(english.contains("<a href=\"/notes/teitl/\" lang=\"cy\" hreflang=\"cy\">Darllenwch y dudalen hon yn Gymraeg</a>"));
    // Irish has no words of its own: the title says it.
    assert!(english.contains("<a href=\"/notes/teideal/\" lang=\"ga\" hreflang=\"ga\">Teideal maith</a>"));
    let to_english = "<a href=\"/notes/source/\" lang=\"en-GB\" hreflang=\"en-GB\">Read this page in English</a>";
    assert!(welsh.contains(to_english) && irish.contains(to_english));
    assert!(welsh.contains("hreflang=\"ga\">Teideal maith</a>"), "translations of one page lead to one another");
    let alternates =
        |page: &str| ["en-GB", "cy", "ga"].map(|lang| page.contains(&format!("<link rel=\"alternate\" hreflang=\"{lang}\" href=")));
    assert_eq!([alternates(&english), alternates(&welsh), alternates(&irish)], [[true; 3]; 3]);
    let caution = "<p class=\"t\">Efallai nad yw’r cyfieithiad hwn yn gyfredol</p><p>Diweddarwyd y dudalen wreiddiol ar 2 Ebrill 2026, ar ôl y cyfieithiad hwn, a wnaed ar 20 Mawrth 2026. ";
    assert!(welsh.contains(&format!("{caution}{to_english}</p>")), "{welsh}");
    assert!(welsh.find(caution) < welsh.find("<h1>"));
    assert!(!irish.contains("out of date") && !english.contains("out of date"));
}

#[test]
fn what_nobody_has_translated_says_its_language() {
    let page = built(&[("notes/source.md", SOURCE), ("notes/teitl.md", STALE), ("notes/teideal.md", IRISH)]);
    let (welsh, irish) = (page("notes/teitl/index.html"), page("notes/teideal/index.html"));
    // The hub's own menu, type and title are English.
    assert!(welsh.contains("<a href=\"/notes/\" aria-current=\"true\"><span lang=\"en-GB\">All notes</span></a>"), "{welsh}");
    assert!(welsh.contains("<p class=\"kind\"><span lang=\"en-GB\">Note</span></p>"));
    assert!(welsh.contains("<p class=\"t\">Nodyn</p>") && welsh.contains("Neidio i’r prif gynnwys"));
    // Irish is written nowhere: every word of the theme is English, and says so where HTML lets it.
    assert!(irish.contains("<html lang=\"ga\">") && irish.contains("<span lang=\"en\">Skip to main content</span>"));
    assert!(
        irish.contains("aria-label=\"Breadcrumb\"")
            && irish.contains("<span class=\"vh\"><span lang=\"en\">Link to this section</span></span>")
    );
    assert!(!irish.contains('\u{10FFF0}') && !welsh.contains('\u{10FFF0}'));
}

#[test]
fn a_hub_changes_words_and_adds_a_language() {
    let files = [
        ("notes/source.md", SOURCE),
        ("notes/teitl.md", STALE),
        ("notes/teideal.md", IRISH),
        ("_theme/i18n/ga.yaml", "strings:\n  skip: Léim go dtí an príomhábhar\n  read_this: Léigh an leathanach seo as Gaeilge\n"),
        ("_theme/i18n/en.yaml", "strings:\n  menu: All pages\n"),
        ("_theme/i18n/cy.yaml", "types:\n  note: {name: Nodyn, plural: Nodiadau}\nhub:\n  All notes: Pob nodyn\n"),
    ];
    let page = built(&files);
    let (english, welsh, irish) = (page("notes/source/index.html"), page("notes/teitl/index.html"), page("notes/teideal/index.html"));
    assert!(irish.contains(">Léim go dtí an príomhábhar</a>") && irish.contains("<span lang=\"en\">All pages</span>"));
    assert!(english.contains(">All pages</button>") && english.contains(">Léigh an leathanach seo as Gaeilge</a>"));
    assert!(welsh.contains(">Dewislen</button>") && welsh.contains("<a href=\"/notes/\" aria-current=\"true\">Pob nodyn</a>"), "{welsh}");
    assert!(welsh.contains("<p class=\"kind\">Nodyn</p>"));
}

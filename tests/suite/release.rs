//! The gate, seen from outside: what is withheld changes no byte of the public site until its moment, and then it does.

use std::collections::BTreeMap;

use almoner::build::{self, BuildRequest, Built};
use almoner::release::Include;
use jiff::{Timestamp, ToSpan};

use crate::case::{Case, Kind};
use crate::cases::Silent;
use crate::folder::{Folder, tree};
use crate::said;

type Tree = BTreeMap<String, Vec<u8>>;

/// A word of every text that is withheld, in small letters.
const CANARY: &str = "kanarien";

/// The moments at which something becomes public: an ordinary one, the hour that the clocks repeat, the one that they skip, a leap day.
const MOMENTS: &[&str] = &["2026-12-01T09:00:00Z", "2026-10-25T01:30:00+01:00", "2026-03-29T01:00:00Z", "2028-02-29T00:00:00Z"];

/// How a document can be kept from the public until a moment, and for how long without one.
fn states(moment: &str) -> Vec<(&'static str, String, bool)> {
    let published = "status: published\npublished: 2026-01-05T09:00:00Z";
    vec![
        ("embargoed", format!("{published}\nembargo: {{until: {moment}, contact: ann-example}}"), true),
        ("scheduled", format!("status: published\npublished: {moment}"), true),
        ("both", format!("status: published\npublished: 2026-02-01T09:00:00Z\nembargo: {{until: {moment}, contact: ann-example}}"), true),
        ("draft", "status: draft".to_owned(), false),
        ("review", "status: review".to_owned(), false),
        ("approved", format!("status: approved\npublished: {moment}"), false),
    ]
}

fn hub() -> Case {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hubs/release.txt")).expect("the hub is there");
    Case::parse("release.txt", &text).expect("the hub is sound")
}

/// The hub with its withheld files in a state, or without them.
fn folder(hub: &Case, state: Option<&str>) -> Folder {
    let mut sections = hub.sections.clone();
    match state {
        Some(state) => sections.iter_mut().for_each(|section| section.body = section.body.replace("state: withheld", state)),
        None => sections.retain(|section| match &section.kind {
            Kind::File(path) => !path.contains(CANARY),
            Kind::Bytes(path) => !String::from_utf8_lossy(path).contains(CANARY),
            _ => true,
        }),
    }
    Folder::of(&Case { about: String::new(), sections: Vec::new() }, &Case { about: String::new(), sections })
}

fn build(folder: &Folder, as_of: Timestamp, include: Include) -> (Built, Tree) {
    let output = folder.path().join("public");
    let request = BuildRequest { hub: folder.hub(), output: output.clone(), base_url: None, as_of, include, sync: false };
    let outcome = build::build(&request, &mut Silent).expect("the hub can be built");
    let built = outcome.made.unwrap_or_else(|| panic!("{}", said::lines(folder.path(), &outcome.diagnostics)));
    (built, tree(&output))
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let size = bytes.last_chunk::<4>().map(|size| u32::from_le_bytes(*size)).expect("a packed file ends with its size");
    let mut unpacked = vec![0; size as usize];
    libdeflater::Decompressor::new().gzip_decompress(bytes, &mut unpacked).expect("a file of the index can be unpacked");
    unpacked
}

/// Where the canary can be heard: paths and bytes, in any mixture of capitals.
fn heard(tree: &Tree) -> Vec<String> {
    let sings = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_lowercase().contains(CANARY);
    // What is packed is read as its readers read it; the words of the index are there as they are written.
    let has = |path: &str, bytes: &[u8]| if path.ends_with(".bin") { sings(&unpacked(bytes)) } else { sings(bytes) };
    tree.iter().filter(|(path, bytes)| sings(path.as_bytes()) || has(path, bytes)).map(|(path, _)| path.clone()).collect()
}

fn differences(one: &Tree, other: &Tree) -> Vec<String> {
    let paths = one.keys().chain(other.keys()).collect::<std::collections::BTreeSet<_>>();
    paths.into_iter().filter(|path| one.get(*path) != other.get(*path)).cloned().collect()
}

#[test]
fn what_is_withheld_changes_no_byte_before_its_moment() {
    let hub = hub();
    let without = folder(&hub, None);
    for moment in MOMENTS {
        let at: Timestamp = moment.parse().expect("a sound instant");
        let before = at - 1.second();
        let (_, bare) = build(&without, before, Include::default());
        assert!(heard(&bare).is_empty() && bare.len() > 30, "the hub without its withheld files is a hub of its own");
        for (name, state, has_moment) in states(moment) {
            let with = folder(&hub, Some(&state));
            let (built, early) = build(&with, before, Include::default());
            let told = differences(&bare, &early);
            assert!(told.is_empty(), "{name}, one second before {moment}: these files tell of it: {told:?}");
            let next = built.next_change.map(|next| next.at);
            assert_eq!(next, has_moment.then_some(at), "{name}: the next change of the site before {moment}");
            let (built, then) = build(&with, at, Include::default());
            assert_eq!(heard(&then).is_empty(), !has_moment, "{name}, at {moment}");
            let in_search = heard(&then).iter().any(|path| path.starts_with("search/"));
            assert_eq!(in_search, has_moment, "{name}, at {moment}: what is public can be searched");
            // Only a withheld page is written for those who make policy.
            assert_eq!(then.contains_key("browse/audience/policy/index.html"), has_moment, "{name}, at {moment}: its list exists");
            assert!(
                !bare.contains_key("browse/audience/policy/index.html") && bare.contains_key("browse/audience/practitioner/index.html")
            );
            for file in ["charts/kanarien-chart/chart.png", "charts/kanarien-chart/chart.csv", "figures/kanarien-figure/figure.txt"] {
                let is_heard = heard(&then).iter().any(|path| path == file);
                assert_eq!(is_heard, has_moment, "{name}, at {moment}: `{file}` is there to be taken away when its page is, and no sooner");
            }
            assert_eq!(built.next_change.map(|next| next.at), None, "{name}: nothing is to come after {moment}");
            let (_, later) = build(&with, at + 1.second(), Include::default());
            assert!(differences(&then, &later).is_empty(), "{name}: a second after {moment} the site is as it was at it");
        }
    }
}

#[test]
fn check_finds_what_is_withheld_sound_before_its_moment() {
    let with = folder(&hub(), Some(&states(MOMENTS[0])[0].1));
    let at = MOMENTS[0].parse::<Timestamp>().expect("a sound instant") - 1.hour();
    let outcome = build::check(&with.hub(), at, &mut Silent).expect("the hub can be read");
    assert_eq!(said::lines(with.path(), &outcome.diagnostics), "nothing\n");
}

#[test]
fn each_withheld_file_alone_changes_nothing_either() {
    let hub = hub();
    let at: Timestamp = MOMENTS[0].parse().expect("a sound instant");
    let (_, bare) = build(&folder(&hub, None), at - 1.second(), Include::default());
    // The records that refer to no other withheld one can stand alone.
    for stem in ["kanarienword", "kanarien-person", "kanarien-redirect", "kanarien-figure"] {
        for (name, state, _) in states(MOMENTS[0]) {
            let mut alone = hub.clone();
            alone.sections.retain(|section| match &section.kind {
                Kind::File(path) => !path.contains(CANARY) || path.ends_with(&format!("/{stem}.md")),
                _ => true,
            });
            let (_, early) = build(&folder(&alone, Some(&state)), at - 1.second(), Include::default());
            let told = differences(&bare, &early);
            assert!(told.is_empty(), "{stem}, {name}: these files tell of it: {told:?}");
        }
    }
}

#[test]
fn a_quiet_reference_to_what_is_withheld_is_as_if_it_were_not_written() {
    let mut hub = hub();
    let at: Timestamp = MOMENTS[0].parse().expect("a sound instant");
    let (_, bare) = build(&folder(&hub, None), at - 1.second(), Include::default());
    for section in &mut hub.sections {
        match &section.kind {
            Kind::File(path) if path.ends_with("notes/first.md") => {
                section.body = section.body.replace("id: nt-0001", "id: nt-0001\nrelated: [kanarien, kanarien-event-note]");
            }
            Kind::File(path) if path.ends_with("glossary/caseload.md") => {
                section.body = section.body.replace("id: gt-0001", "id: gt-0001\nsee_also: [kanarienword]");
            }
            _ => {}
        }
    }
    let with = folder(&hub, Some(&states(MOMENTS[0])[0].1));
    let (_, early) = build(&with, at - 1.second(), Include::default());
    let told = differences(&bare, &early);
    assert!(told.is_empty(), "these files tell of it: {told:?}");
}

#[test]
fn a_preview_says_what_it_is_and_asks_not_to_be_found() {
    let with = folder(&hub(), Some(&states(MOMENTS[0])[0].1));
    let at = MOMENTS[0].parse::<Timestamp>().expect("a sound instant") - 1.second();
    let (_, preview) = build(&with, at, Include::EVERYTHING);
    assert!(!heard(&preview).is_empty(), "a preview shows what is withheld");
    for (path, bytes) in preview.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        assert!(html.contains("noindex"), "{path} may be found");
    }
    assert!(String::from_utf8_lossy(&preview["_headers"]).contains("X-Robots-Tag: noindex"));
    assert!(String::from_utf8_lossy(&preview["robots.txt"]).contains("Disallow: /"));
    assert!(!preview.contains_key("sitemap.xml"), "a preview has a sitemap");
}

#[test]
fn a_copy_for_a_device_is_of_published_files_and_of_nothing_else() {
    let hub = hub();
    let at: Timestamp = MOMENTS[0].parse().expect("a sound instant");
    let before = at - 1.second();
    let list = |tree: &Tree| -> serde_json::Value { serde_json::from_slice(&tree["offline.json"]).expect("the list is JSON") };
    let (_, bare) = build(&folder(&hub, None), before, Include::default());
    for (name, state, has_moment) in states(MOMENTS[0]) {
        let with = folder(&hub, Some(&state));
        let (_, early) = build(&with, before, Include::default());
        for path in ["offline.json", "offline/index.html", "sw.js"] {
            assert_eq!(bare.get(path), early.get(path), "{name}: `{path}` tells of it");
        }
        let (_, then) = build(&with, at, Include::default());
        let told = String::from_utf8_lossy(&then["offline.json"]).to_lowercase().contains(CANARY);
        assert_eq!(told, has_moment, "{name}: from its moment on it is for keeping");
        assert_eq!(list(&then)["version"] != list(&bare)["version"], has_moment, "{name}: whoever has the old copy can tell");
    }
    let listed = list(&bare);
    let files = listed["files"].as_array().expect("a list");
    assert!(files.len() > 30, "{} files", files.len());
    for file in files {
        let path = file[0].as_str().expect("a path").trim_start_matches('/');
        let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        let bytes = bare.get(&path).unwrap_or_else(|| panic!("`{path}` is listed and was not published"));
        assert_eq!(file[1], blake3::hash(bytes).to_hex()[..10], "{path}");
        assert_eq!(file[2], bytes.len(), "{path}");
    }
    for (from, to) in listed["redirects"].as_object().expect("redirects") {
        let to = to.as_str().expect("an address").trim_start_matches('/');
        assert!(bare.contains_key(&format!("{to}index.html")), "{from} leads to {to}, which is no page");
    }
}

#[test]
fn neither_a_preview_nor_a_hub_that_says_no_offers_a_copy() {
    let with = folder(&hub(), Some(&states(MOMENTS[0])[0].1));
    let at = MOMENTS[0].parse::<Timestamp>().expect("a sound instant") - 1.second();
    let (_, preview) = build(&with, at, Include::EVERYTHING);
    let hub = std::fs::read_to_string(with.hub().join("hub.yaml")).expect("it was written");
    with.write("content/hub.yaml", &format!("{hub}offline: false\n"));
    let (_, refused) = build(&with, at, Include::default());
    for (name, tree) in [("a preview", preview), ("a hub without", refused)] {
        assert!(!tree.keys().any(|path| path.starts_with("offline")), "{name} offers a copy");
        let told: Vec<&String> = tree
            .iter()
            .filter(|(path, bytes)| path.ends_with(".html") && String::from_utf8_lossy(bytes).contains("/offline/"))
            .map(|(path, _)| path)
            .collect();
        assert!(told.is_empty(), "{name}: {told:?} lead to it");
        let worker = String::from_utf8_lossy(&tree["sw.js"]).into_owned();
        assert!(worker.contains("unregister") && !worker.contains("\"fetch\""), "{name} frees devices that have an older copy");
    }
}

/// A page that was public once: its address stays, its words go.
#[test]
fn a_tombstone_keeps_no_old_word() {
    let mut hub = hub();
    hub.sections.retain(|section| !matches!(&section.kind, Kind::File(path) if path.contains(CANARY)) && section.kind != Kind::Expect);
    let at: Timestamp = MOMENTS[0].parse().expect("a sound instant");
    let page = |front: &str| {
        format!(
            "id: nt-0091\nsummary: Kanarien in the summary of a page.\nstatus: published\npublished: 2026-01-05T09:00:00Z\n{front}\
             image: {{src: kanarien.png, alt: A kanarien in a mine}}\nsources: [\"kanarien-2020, p. 7\"]\n---\n\n\
             ## Kanarien in a heading\n\nKanarien in the text [@kanarien-2020].\n\n![A kanarien](kanarien.png)\n"
        )
    };
    let story = "id: gn-0091\ntitle: A story of kanarien\nsummary: Kanarien in the summary of a story.\nstatus: published\n\
                 published: 2026-01-05T09:00:00Z\nwhat_changed: Kanarien in what changed.\nteller: Kanarien Teller\nanonymised: true\n\
                 consent: {who: Kanarien file, scope: [website], date: 2026-01-02, expires: 2026-11-30}\n---\n\nKanarien in the story.\n";
    let cases = [
        (
            "content/notes/gone.md",
            page("title: A page that is gone\n")
                .replace("status: published", "status: withdrawn")
                .replace("image:", "withdrawn: {on: 2026-11-01, reason: It rested on a study that was taken back.}\nimage:"),
            "A page that is gone",
        ),
        ("content/notes/gone.md", page("title: A page that is gone\nexpires: 2026-12-01T09:00:00Z\n"), "A page that is gone"),
        ("content/stories/gone.md", story.to_owned(), ""),
    ];
    for (path, body, left) in cases {
        let folder = folder(&hub, Some(""));
        folder.write(path, &format!("---\n{body}"));
        let (_, tree) = build(&folder, at, Include::default());
        assert_eq!(heard(&tree), Vec::<String>::new(), "{path}: old words are left");
        let address = path.trim_start_matches("content/").trim_end_matches(".md");
        let html = String::from_utf8_lossy(&tree[&format!("{address}/index.html")]).into_owned();
        assert!(html.contains(left) && html.contains("noindex"), "{path}: the tombstone says what it may");
        let sitemap = String::from_utf8_lossy(&tree["sitemap.xml"]).into_owned();
        assert!(!sitemap.contains(&format!("/{address}/")), "{path}: a tombstone is in the sitemap");
        if path.contains("stories") || body.contains("expires") {
            let (built, before) = build(&folder, at - 48.hours(), Include::default());
            assert!(!heard(&before).is_empty(), "{path}: it was public before");
            assert!(built.next_change.is_some_and(|next| next.at <= at), "{path}: its end was to come");
        }
    }
}

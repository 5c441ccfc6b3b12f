//! The first five minutes of somebody new, as one transcript in a terminal: a hub is made, served, edited with a slip and mended,
//! gets a page, is checked, built, and a page of it gets another name.

use std::fs;

use camino::Utf8Path;

use crate::folder::Folder;
use crate::served::{events, get, until};
use crate::terminal::{Terminal, without_what_was_cleared};

/// Runs a command in a folder to its end, and says what stays on the screen.
fn run(folder: &Utf8Path, arguments: &[&str]) -> String {
    let (shown, status) = Terminal::run(folder, arguments, &[]).end();
    let left = without_what_was_cleared(&shown).replace("\r\n", "\n");
    assert_eq!(status.code(), Some(0), "{arguments:?}: {left}");
    left
}

fn assert_says(shown: &str, all: &[&str]) {
    for words in all {
        assert!(shown.contains(words), "`{words}` is missing:\n{shown}");
    }
}

#[test]
fn the_first_five_minutes() {
    let folder = Folder::empty();
    let shown = run(folder.path(), &["init", "my-hub"]);
    let parts = ["Created my-hub with a working site: ", " sample pages, ", "content/hub.yaml", "netlify.toml", "Next:\n  cd my-hub\n"];
    assert_says(&shown, &parts);
    let hub = folder.path().join("my-hub");

    serves_an_edit_and_its_mending(&hub);

    let shown = run(&hub, &["new", "practice-guide", "Respite for kinship carers"]);
    assert_says(&shown, &["Created content/guides/respite-for-kinship-carers.md (type: practice-guide, draft)"]);
    assert_says(&shown, &["Still needed before it can be published: summary, "]);
    assert_says(&run(&hub, &["check"]), &["0 errors", "1 draft"]);
    let shown = run(&hub, &["build", "--record"]);
    assert_says(&shown, &["  load      ", "  render    ", "  heaviest  ", "content/_published.txt", "Done in "]);
    let site = hub.join("public");
    assert!(site.join("guides/reading-a-summary/index.html").is_file());
    assert!(!site.join("guides/respite-for-kinship-carers/index.html").exists());

    // A page that is renamed keeps its address, and what is published keeps its list.
    run(&hub, &["mv", "guides/reading-a-summary.md", "first-look"]);
    run(&hub, &["build", "--record"]);
    assert!(site.join("guides/reading-a-summary/index.html").is_file(), "the old address leads on");
    let settings = fs::read_to_string(hub.join(".vscode/front-matter.schema.json")).expect("a schema");
    assert!(serde_json::from_str::<serde_json::Value>(&settings).is_ok_and(|schema| schema["$defs"]["practice-guide"].is_object()));
    assert!(hub.join(".gitignore").is_file());
}

/// `serve` from its first line to Ctrl-C, with one slip in between: the terminal and the open page are told of it in the same words.
fn serves_an_edit_and_its_mending(hub: &Utf8Path) {
    let mut serving = Terminal::session(hub, &["serve", "--port", "0"]);
    let ready = serving.wait_for("ready     http://127.0.0.1:", 0);
    let watching = serving.wait_for("press Ctrl-C to stop", ready);
    let shown = serving.shown();
    assert_says(&shown, &["  built     ", " pages, ", "drafts and embargoed pages are shown here, marked", "  watching  content"]);
    let port: u16 = shown[ready..].split('/').next().and_then(|port| port.parse().ok()).expect("an address has a port");
    let address = "/research/time-to-read-research/";
    let answer = get(port, address);
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_says(&answer.text(), &["Whether short summaries help people to use research"]);
    assert!(!events(port, address).contains("event: faults"), "nothing is wrong yet");

    let page = hub.join("content/research/time-to-read-research.md");
    let sound = fs::read_to_string(&page).expect("a sample page");
    fs::write(&page, sound.replace("bottom_line:", "botom_line:")).expect("written");
    let told = serving.wait_for("1 error, 0 warnings (shown in the browser; the last good page is kept)", watching);
    let told = serving.wait_for("did you mean `bottom_line`?", told);
    assert_says(&serving.shown()[watching..], &["unknown field `botom_line`", "content/research/time-to-read-research.md:13:1"]);
    let events_now = events(port, address);
    assert_says(
        &events_now,
        &["event: faults", "unknown field `botom_line`", "time-to-read-research.md:13:1", "did you mean `bottom_line`?"],
    );
    assert_eq!(get(port, address).text(), answer.text(), "the last good page is kept");

    fs::write(&page, sound.replace("short and plain summary?", "short and plain summary, on paper?")).expect("written");
    let fixed = serving.wait_for("  fixed  ", told);
    until("the mended page is served", || get(port, address).text().contains("short and plain summary, on paper?"));
    until("the fault is gone from the page", || !events(port, address).contains("event: faults"));

    serving.press("\u{3}");
    serving.wait_for("stopped after ", fixed);
    let (shown, status) = serving.end();
    assert_eq!(status.code(), Some(130), "{shown}");
    fs::write(&page, sound).expect("written");
}

//! `almoner serve` against what a build would write: after edits of every kind, what is served is what a build gives, to the byte.
//! `tests/edits` makes as many as one likes.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};

use crate::command::variable;
use crate::folder::tree;
use crate::served::{Served, assert_as_built, built, get, page, put, save_whole, small_hub, started, until};

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

/// The pages of the hub that edits are made to, sorted.
fn pages(hub: &Utf8Path) -> Vec<Utf8PathBuf> {
    let files = tree(hub).into_keys().filter(|path| path.ends_with(".md") && !path.starts_with('_'));
    files.map(|path| hub.join(path)).collect()
}

/// Makes one edit of some kind, and says which.
fn edit(hub: &Utf8Path, dice: &mut Dice, number: usize) -> String {
    let all = pages(hub);
    if all.len() < 3 {
        put(&hub.join("about/again.md"), page(3000 + number, "Never without a page.").as_bytes());
        return "a page where there were hardly any".to_owned();
    }
    let chosen = all[dice.roll(all.len())].clone();
    let text = fs::read_to_string(&chosen).expect("a page is text");
    // Hundreds of pages do not stay for long, or every other edit would wait for them.
    let kind = if hub.join("many").exists() && dice.roll(2) == 0 { 14 } else { dice.roll(15) };
    match kind {
        0 | 1 => {
            put(&chosen, format!("{text}\nA paragraph of edit {number}.\n").as_bytes());
            format!("a paragraph more in {chosen}")
        }
        2 => {
            save_whole(&chosen, &format!("{text}\nA paragraph of edit {number}.\n"));
            format!("an atomic save of {chosen}")
        }
        3 => {
            put(&chosen, text.replacen("summary: ", &format!("summary: Edit {number} "), 1).as_bytes());
            format!("another summary of {chosen}")
        }
        4 => {
            put(&chosen, text.replacen("\ntitle: ", &format!("\ntitle: E{number} "), 1).as_bytes());
            format!("another title of {chosen}")
        }
        5 => {
            let path = hub.join(format!("notes/n{number}.md"));
            put(&path, page(1000 + number, "New words, and [a link](../notes/n0.md).").as_bytes());
            format!("a new page {path}")
        }
        6 => {
            let _ = fs::remove_file(&chosen);
            format!("{chosen} deleted")
        }
        7 => {
            let to = chosen.with_file_name(format!("renamed-{number}.md"));
            fs::rename(&chosen, &to).expect("a file can be renamed");
            format!("{chosen} renamed")
        }
        8 => {
            // A folder moves away with everything in it, or comes back.
            let (here, away) = (hub.join("notes"), hub.parent().expect("a hub has a place").join("notes-away"));
            let (from, to) = if here.exists() { (here, away) } else { (away, here) };
            if from.exists() {
                let _ = fs::remove_dir_all(&to);
                fs::rename(&from, &to).expect("a folder can be moved");
            }
            format!("{from} moved to {to}")
        }
        9 => {
            let css = format!("{}\n.edit-{number} {{ color: red; }}\n", include_str!("../../themes/college/assets/hub.css"));
            put(&hub.join("_theme/hub.css"), css.as_bytes());
            "another style sheet".to_owned()
        }
        10 => {
            let template = include_str!("../../themes/college/templates/404.html").replace("</h1>", &format!(" ({number})</h1>"));
            put(&hub.join("_theme/404.html"), template.as_bytes());
            "another template".to_owned()
        }
        11 => {
            let file = hub.join("hub.yaml");
            let text = fs::read_to_string(&file).expect("text");
            let kept: String = text.lines().filter(|line| !line.starts_with("tagline:")).map(|line| format!("{line}\n")).collect();
            save_whole(&file, &format!("{kept}tagline: Edit {number}\n"));
            "another tagline in hub.yaml".to_owned()
        }
        12 => {
            for at in 0..60 {
                put(&hub.join(format!("notes/many/m{at}.md")), page(2000 + at, &format!("Words of edit {number}.")).as_bytes());
            }
            "sixty pages at once".to_owned()
        }
        14 if hub.join(".git").exists() => {
            let branch = BRANCHES[dice.roll(BRANCHES.len())];
            git(hub, &["checkout", "--quiet", "--force", branch]);
            format!("a checkout of `{branch}`")
        }
        _ => {
            put(&chosen, b"---\ntitle: [oops\n---\n");
            format!("{chosen} broken")
        }
    }
}

/// States of the hub between which a checkout changes: without the many pages, with them, and with them in other words.
const BRANCHES: [&str; 3] = ["none", "first", "second"];

/// Keeps so many pages of the hub under version control, aside from all others; said aloud where there is no git.
#[expect(clippy::print_stderr, reason = "what is skipped must be seen")]
fn under_version_control(hub: &Utf8Path, pages: usize) {
    if !git(hub, &["init", "--quiet", "--initial-branch=none"]) {
        eprintln!("!!! SKIPPED: checkouts, because there is no git");
        let _ = fs::remove_dir_all(hub.join(".git"));
        return;
    }
    let commit = |hub: &Utf8Path, branch: &str| {
        git(hub, &["-c", "user.name=Editor", "-c", "user.email=editor@example.org", "commit", "--quiet", "--allow-empty", "-m", branch])
    };
    assert!(commit(hub, "none"));
    for branch in &BRANCHES[1..] {
        assert!(git(hub, &["checkout", "--quiet", "-b", branch, "none"]));
        for at in 0..pages {
            // Some are only in one of the two.
            if at % 10 != 0 || *branch == "first" {
                put(&hub.join(format!("many/p{at}.md")), page(5000 + at, &format!("Words of the {branch} branch.")).as_bytes());
            }
        }
        assert!(git(hub, &["add", "many"]) && commit(hub, branch));
    }
    assert!(git(hub, &["checkout", "--quiet", "none"]));
}

/// Whether git is there and did it.
fn git(hub: &Utf8Path, arguments: &[&str]) -> bool {
    #[expect(clippy::disallowed_methods, reason = "a checkout is made by git, as an editor's is")]
    let mut git = std::process::Command::new("git");
    git.args(arguments).current_dir(hub).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    git.status().is_ok_and(|status| status.success())
}

#[test]
fn edits_of_every_kind_are_served_as_they_are_built() {
    let edits = variable("SERVE_EDITS").and_then(|edits| edits.parse().ok()).unwrap_or(40);
    let folder = small_hub();
    under_version_control(&folder.hub(), if edits < 1000 { 60 } else { 500 });
    let served = Served::start(folder);
    let hub = served.folder.hub();
    let mut dice = Dice(20_261_127);
    let mut sound = 0;
    let mut last = built(&served).expect("the hub is sound");
    assert_as_built(&served, &last, "nothing");
    for number in 0..edits {
        served.told.lock().expect("nobody panics while telling").clear();
        let what = edit(&hub, &mut dice, number);
        served.settle();
        match built(&served) {
            Some(now) => {
                sound += 1;
                // What a page no longer has, it is no longer asked for.
                for path in last.keys().filter(|path| path.ends_with("index.html") && !now.contains_key(*path)) {
                    let gone = served.get(&format!("/{}", path.trim_end_matches("index.html")));
                    assert_eq!(gone.status, 404, "{path} is still there after {what} (edit {number})");
                }
                last = now;
            }
            None => {
                assert!(served.errors() > 0, "nobody was told of a fault after {what} (edit {number})");
                assert_as_built(&served, &last, &format!("a fault by {what} (edit {number})"));
                // A broken page stays broken until it goes, or the rest would be a test of one fault.
                for path in pages(&hub).iter().filter(|path| fs::read_to_string(path).is_ok_and(|text| text.contains("[oops"))) {
                    fs::remove_file(path).expect("a file can be deleted");
                }
                if !hub.join("notes/n0.md").exists() && hub.join("notes").exists() {
                    put(&hub.join("notes/n0.md"), page(0, "Back again.").as_bytes());
                }
                served.settle();
                last = built(&served).unwrap_or(last);
            }
        }
        assert_as_built(&served, &last, &format!("{what} (edit {number})"));
    }
    assert!(sound * 2 > edits, "only {sound} of {edits} edits left a sound hub");
}

/// So many edits lie between two looks at the memory.
const ROUND: usize = 25;

/// The program itself, because its memory is what an editor's machine has; and each time beside the very same hub, with its search asked for.
#[test]
#[expect(clippy::print_stdout, reason = "what is skipped must be seen, and how much memory was taken is what the test says")]
fn memory_stays_flat() {
    let Some(edits) = variable("SERVE_EDITS").and_then(|edits| edits.parse().ok()).filter(|edits| *edits >= 8 * ROUND) else {
        return println!("SKIPPED: `tests/edits` says whether memory stays flat, which takes some minutes");
    };
    let folder = small_hub();
    let hub = folder.hub();
    under_version_control(&hub, 500);
    let before = pages_and_more(&hub);
    let (mut child, mut stream, said) = started(&folder, &["--port", "0"]);
    // What it says is read all the time: nobody's terminal stands still.
    let heard = std::thread::spawn(move || std::io::copy(&mut stream, &mut std::io::sink()));
    let port = said.split_once("http://127.0.0.1:").and_then(|(_, rest)| rest.split('/').next()?.parse().ok()).expect("it names its port");
    let mut dice = Dice(2009);
    let mut memory = Vec::new();
    for number in 0..edits {
        edit(&hub, &mut dice, number);
        get(port, "/search/manifest.json");
        std::thread::sleep(Duration::from_millis(60));
        if number % ROUND == ROUND - 1 {
            restore(&hub, &before);
            idle(child.id());
            assert_eq!(get(port, "/notes/n0/").status, 200, "the hub is back (edit {number})");
            assert_eq!(get(port, "/search/manifest.json").status, 200);
            idle(child.id());
            memory.push(said_of(child.id(), "VmRSS:"));
        }
    }
    child.kill().and_then(|()| child.wait()).expect("it ends");
    heard.join().expect("the reader of what it says").expect("it can be read");
    let median = |samples: &[u64]| {
        let mut samples = samples.to_vec();
        samples.sort_unstable();
        samples[samples.len() / 2]
    };
    let quarter = memory.len() / 4;
    let (early, late) = (median(&memory[quarter..2 * quarter]), median(&memory[3 * quarter..]));
    println!("{edits} edits; {early} kB in memory in the second quarter, {late} kB in the fourth; {memory:?}");
    assert!(late as f64 <= early as f64 * 1.05, "memory grew from {early} to {late} kB: {memory:?}");
}

/// Every file of the hub but those of git.
fn pages_and_more(hub: &Utf8Path) -> BTreeMap<String, Vec<u8>> {
    tree(hub).into_iter().filter(|(path, _)| !path.starts_with(".git/")).collect()
}

fn restore(hub: &Utf8Path, before: &BTreeMap<String, Vec<u8>>) {
    if hub.join(".git").exists() {
        git(hub, &["checkout", "--quiet", "--force", BRANCHES[0]]);
    }
    let _ = fs::remove_dir_all(hub.parent().expect("a hub has a place").join("notes-away"));
    for path in pages_and_more(hub).keys().filter(|path| !before.contains_key(*path)) {
        fs::remove_file(hub.join(path)).expect("a file can be removed");
    }
    for (path, bytes) in before {
        put(&hub.join(path), bytes);
    }
}

/// Waits until the program has done what was to be done.
fn idle(process: u32) {
    let used = || -> u64 {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).expect("it runs");
        let fields = stat.rsplit_once(") ").map_or("", |(_, fields)| fields).split(' ');
        fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
    };
    let (mut last, mut quiet) = (used(), 0);
    until("the program rests", || {
        std::thread::sleep(Duration::from_millis(150));
        let now = used();
        quiet = if now - last <= 1 { quiet + 1 } else { 0 };
        last = now;
        quiet == 4
    });
}

/// A figure that the system has of a process, in kilobytes.
fn said_of(process: u32, name: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("the system knows it");
    line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse().ok()).expect("a number")
}

//! `almoner serve` against what a build would write: after edits of every kind, what is served is what a build gives, to the byte.
//! `SERVE_EDITS=1000 cargo test --test suite serve::edits` makes as many as one likes; `tests/edits` does.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Stdio};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use almoner::build::{self, BuildRequest, Watch};
use almoner::release::Include;
use almoner::serve::{self, Clock, ServeRequest, Server, Tell, Told};
use camino::{Utf8Path, Utf8PathBuf};
use nix::sys::signal::Signal;

use crate::command::{program, variable};
use crate::folder::{Folder, tree};

const AS_OF: &str = "2026-11-22T12:00:00Z";

struct Served {
    folder: Folder,
    include: Include,
    server: Server,
    told: Arc<Mutex<Vec<Told>>>,
}

impl Served {
    /// The hub in `content/` of the folder, at a port of its own.
    fn start(folder: Folder) -> Served {
        Served::showing(folder, Include::EVERYTHING)
    }

    fn showing(folder: Folder, include: Include) -> Served {
        let told = Arc::new(Mutex::new(Vec::new()));
        let ear = told.clone();
        let tell: Tell = Arc::new(move |_, what| ear.lock().expect("nobody panics while telling").push(what));
        let request = ServeRequest { hub: folder.hub(), include, as_of: Some(AS_OF.parse().expect("an instant")), port: 0, others: 0 };
        let server = serve::start(&request, clock(), tell).expect("the hub can be served");
        Served { folder, include, server, told }
    }

    /// Waits until what is served is what lies on the disk.
    fn settle(&self) {
        until("the server settles", || self.server.is_current());
    }

    fn port(&self) -> u16 {
        self.server.address().port()
    }

    fn get(&self, path: &str) -> Reply {
        get(self.port(), path)
    }

    fn errors(&self) -> usize {
        self.told
            .lock()
            .expect("nobody panics while telling")
            .iter()
            .filter(|told| matches!(told, Told::Faults { errors, .. } if *errors > 0))
            .count()
    }
}

fn clock() -> Clock {
    Arc::new(jiff::Timestamp::now)
}

pub struct Reply {
    pub status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// What a build would have written: the page without the one element that serving adds.
    fn as_built(&self) -> Vec<u8> {
        let text = self.text();
        let Some(start) = text.rfind("<script src=\"/~almoner/serve.js\"") else { return self.body.clone() };
        let end = start + text[start..].find("</script>").expect("the element has an end") + "</script>".len();
        [&text.as_bytes()[..start], &text.as_bytes()[end..]].concat()
    }
}

pub fn get(port: u16, path: &str) -> Reply {
    ask(port, &format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"))
}

fn ask(port: u16, request: &str) -> Reply {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time to wait");
    stream.write_all(request.as_bytes()).expect("the server reads");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("the server answers");
    let split = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("an answer has a head");
    let head = String::from_utf8_lossy(&bytes[..split]).to_lowercase();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("an answer has a status");
    let mut body = bytes[split + 4..].to_vec();
    if head.contains("transfer-encoding: chunked") {
        body = dechunked(&body);
    }
    Reply { status, head, body }
}

fn dechunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(line) = rest.windows(2).position(|window| window == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..line]).expect("a size"), 16).expect("a size");
        body.extend_from_slice(&rest[line + 2..line + 2 + size]);
        rest = &rest[(line + 4 + size).min(rest.len())..];
    }
    body
}

pub fn until(what: &str, mut done: impl FnMut() -> bool) {
    let began = Instant::now();
    while !done() {
        assert!(began.elapsed() < Duration::from_secs(120), "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A copy of the demonstration hub, or of any other folder of the repository.
fn copy_of(from: &str) -> Folder {
    let folder = Folder::empty();
    let from = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join(from);
    for (path, bytes) in tree(&from) {
        put(&folder.hub().join(path), &bytes);
    }
    folder
}

fn put(path: &Utf8Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
    fs::write(path, bytes).expect("a file can be written");
}

struct Silent;

impl Watch for Silent {
    fn stage(&mut self, _: &'static str, _: String) {}
}

/// What a build of the hub writes; none when it has errors.
fn built(served: &Served) -> Option<BTreeMap<String, Vec<u8>>> {
    let output = tempfile::tempdir().expect("a temporary folder");
    let request = BuildRequest {
        hub: served.folder.hub(),
        output: Utf8Path::from_path(output.path()).expect("a plain name").join("public"),
        base_url: None,
        as_of: AS_OF.parse().expect("an instant"),
        include: served.include,
        sync: false,
    };
    let outcome = build::build(&request, &mut Silent).expect("the hub can be built");
    outcome.made.map(|_| tree(&request.output))
}

/// Every file that a build writes is served with the same bytes, and a file that it no longer writes is gone.
fn assert_as_built(served: &Served, built: &BTreeMap<String, Vec<u8>>, after: &str) {
    let asked = |path: &str| match path.strip_suffix("index.html") {
        Some(folder) => format!("/{folder}"),
        None => format!("/{path}"),
    };
    // Whoever asks for search first has the index made, and would not wait for ever.
    let _ = served.get("/search/manifest.json");
    served.settle();
    for (path, bytes) in built.iter().filter(|(path, _)| !path.contains("almoner")) {
        let answer = served.get(&asked(path));
        assert_eq!(answer.status, 200, "{path} is not served after {after}");
        assert!(answer.as_built() == *bytes, "{path} is not as it is built after {after}:\n{}", answer.text());
    }
}

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

/// Saves as careful editors do: a new file takes the place of the old one.
fn save_whole(path: &Utf8Path, text: &str) {
    let beside = path.with_extension("md.part~");
    put(&beside, text.as_bytes());
    fs::rename(&beside, path).expect("a file can take another's place");
}

fn page(number: usize, words: &str) -> String {
    format!(
        "---\ntype: page\ntitle: Page number {number}\nsummary: What there is to know of number {number}, in a sentence.\nstatus: published\n\
         published: 2026-01-10T09:00:00Z\nupdated: 2026-02-10T09:00:00Z\n---\n\n## One\n\n{words}\n"
    )
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

/// A small hub in which edits may go wrong as well as right.
fn small_hub() -> Folder {
    let folder = Folder::empty();
    let hub = folder.hub();
    put(&hub.join("hub.yaml"), b"title: A hub\nbase_url: https://hub.example.org\ntime_zone: Europe/London\n");
    for number in 0..12 {
        put(&hub.join(format!("notes/n{number}.md")), page(number, &format!("Words of {number}, and [the next](n0.md#one).")).as_bytes());
    }
    for number in 0..6 {
        put(&hub.join(format!("about/a{number}.md")), page(100 + number, "Words that stand alone.").as_bytes());
    }
    put(&hub.join("about/rows.csv"), b"a,b\n1,2\n");
    folder
}

#[test]
#[expect(clippy::print_stdout, reason = "how much memory was taken is half of what the long form says")]
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
    let mut memory = Vec::new();
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
        // Beside the hub of about the same size: what many pages take is no leak.
        if !hub.join("many").exists() {
            memory.push(resident());
        }
    }
    assert!(sound * 2 > edits, "only {sound} of {edits} edits left a sound hub");
    if edits >= 1000 {
        let median = |samples: &[u64]| {
            let mut samples = samples.to_vec();
            samples.sort_unstable();
            samples[samples.len() / 2]
        };
        let quarter = memory.len() / 4;
        let (early, late) = (median(&memory[quarter..2 * quarter]), median(&memory[3 * quarter..]));
        println!("{edits} edits, {sound} of them sound; {early} kB in memory in the second quarter, {late} kB in the fourth");
        assert!(late as f64 <= early as f64 * 1.05, "memory grew from {early} to {late} kB");
    }
}

/// Kilobytes that this process has in memory.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse().ok()).unwrap_or_default()
}

#[test]
fn the_demonstration_hub_is_served_as_it_is_built() {
    let served = Served::start(copy_of("content"));
    let built = built(&served).expect("the demonstration hub is sound");
    assert!(built.len() > 300, "only {} files were built", built.len());
    assert_as_built(&served, &built, "nothing");
    served.server.stop();
}

#[test]
fn the_public_site_of_a_moment_is_served_as_it_is_built_but_for_the_copy_that_it_offers() {
    let served = Served::showing(copy_of("content"), Include::default());
    let mut built = built(&served).expect("the demonstration hub is sound");
    let worker = built.remove("sw.js").expect("the public site offers a copy");
    let offer = built.remove("offline/index.html").expect("a page offers it");
    // What only that page and the worker ask for.
    let is_of_offer = |path: &str| path == "offline.json" || (path.starts_with("assets/offline.") && path.ends_with(".js"));
    built.retain(|path, _| !is_of_offer(path));
    assert_as_built(&served, &built, "nothing");
    let instead = served.get("/offline/");
    assert_eq!(instead.status, 200);
    assert!(instead.text().contains("kept on no device") && instead.body != offer, "{}", instead.text());
    assert!(served.get("/about/privacy/").text().contains("href=\"/offline/\""), "pages lead there");
    let retired = served.get("/sw.js");
    assert_eq!((retired.status, retired.body == worker), (200, false));
    assert!(retired.text().contains("unregister"), "{}", retired.text());
}

#[test]
fn a_page_is_shown_before_the_pass_however_it_is_saved() {
    let served = Served::start(small_hub());
    let path = served.folder.hub().join("notes/n1.md");
    for way in ["over itself", "whole"] {
        let is_alone = |told: &Told| matches!(told, Told::Redrawn(redrawn) if redrawn.alone && redrawn.files == [path.clone()]);
        let mut saves = 0;
        // On a busy machine the pass may have been first.
        until(&format!("a page that is saved {way} is shown alone"), || {
            saves += 1;
            let text = page(1, &format!("Words of save {saves}, {way}."));
            if way == "whole" {
                save_whole(&path, &text)
            } else {
                put(&path, text.as_bytes())
            }
            served.settle();
            served.told.lock().expect("nobody panics while telling").drain(..).any(|told| is_alone(&told))
        });
    }
}

/// The program, until it has said that it is ready; and what it said.
fn started(folder: &Folder, arguments: &[&str]) -> (Child, BufReader<ChildStderr>, String) {
    let mut command = program();
    command.arg("serve").args(arguments).current_dir(folder.path()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program can be started");
    let mut stream = BufReader::new(child.stderr.take().expect("a stream"));
    let mut said = String::new();
    while !said.contains("Ctrl-C") {
        assert!(stream.read_line(&mut said).expect("it says something") > 0, "it ended: {said}");
    }
    (child, stream, said)
}

fn end(mut child: Child, mut stream: BufReader<ChildStderr>, signal: Signal) -> (Option<i32>, String) {
    let id = i32::try_from(child.id()).expect("a number of a process");
    nix::sys::signal::kill(nix::unistd::Pid::from_raw(id), signal).expect("it can be told to end");
    let mut said = String::new();
    stream.read_to_string(&mut said).expect("it says something");
    (child.wait().expect("it ends").code(), said)
}

#[test]
fn the_program_ends_when_it_is_told_to() {
    let folder = small_hub();
    for (signal, code) in [(Signal::SIGINT, 130), (Signal::SIGTERM, 143)] {
        let (child, stream, said) = started(&folder, &["--port", "0"]);
        assert!(said.contains("  ready     http://127.0.0.1:"), "{said}");
        let (ended, said) = end(child, stream, signal);
        assert!(ended == Some(code) && said.contains("stopped after"), "{signal}: {ended:?} {said}");
    }
}

#[test]
fn the_program_says_that_a_port_is_taken() {
    let folder = small_hub();
    // Where this fails, somebody else has it.
    let _usual = std::net::TcpListener::bind(("127.0.0.1", 4000));
    let (child, stream, said) = started(&folder, &[]);
    assert!(said.contains("port 4000 is taken"), "{said}");
    let ready = said.split("  ready     http://127.0.0.1:").nth(1).and_then(|rest| rest.split('/').next()?.parse::<u16>().ok());
    assert!(ready.is_some_and(|port| (4001..=4009).contains(&port)), "{said}");
    end(child, stream, Signal::SIGINT);
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let refused = program().args(["serve", "--port", &port]).current_dir(folder.path()).output().expect("the program can be started");
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(refused.status.code() == Some(2) && said.contains("this port is taken") && said.contains("--port"), "{said}");
}

#[test]
fn only_this_host_may_ask_and_only_for_reading() {
    let served = Served::start(small_hub());
    let port = served.port();
    let with = |request: &str| ask(port, &request.replace('\n', "\r\n").replace("PORT", &port.to_string()));
    for host in ["127.0.0.1:PORT", "localhost:PORT", "LOCALHOST:PORT", "[::1]:PORT"] {
        let reply = with(&format!("GET / HTTP/1.1\nHost: {host}\nConnection: close\n\n"));
        assert_eq!(reply.status, 200, "{host}");
    }
    for host in ["evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:PORT", "localhost.:PORT", ""] {
        let reply = with(&format!("GET / HTTP/1.1\nHost: {host}\nConnection: close\n\n"));
        assert!(reply.status == 421 || reply.status == 400, "{host}: {}", reply.head);
        assert!(!reply.text().contains("A hub"), "{host}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
        let reply = with(&format!("{method} / HTTP/1.1\nHost: 127.0.0.1:PORT\nContent-Length: 0\nConnection: close\n\n"));
        assert_eq!(reply.status, 405, "{method}");
        assert!(reply.head.contains("allow: get, head"), "{}", reply.head);
    }
    let head = with("HEAD / HTTP/1.1\nHost: 127.0.0.1:PORT\nConnection: close\n\n");
    assert_eq!((head.status, head.body.len()), (200, 0));
    let page = served.get("/");
    for header in [
        "cache-control: no-store",
        "x-content-type-options: nosniff",
        "cross-origin-resource-policy: same-origin",
        "x-robots-tag: noindex",
        "content-security-policy: default-src 'none'; script-src 'self'",
    ] {
        assert!(page.head.contains(header), "{header} is missing in {}", page.head);
    }
    assert!(!page.head.contains("access-control-allow-origin"), "{}", page.head);
}

#[test]
fn an_address_is_a_key_and_no_path() {
    let served = Served::start(small_hub());
    put(&served.folder.path().join("secret.md"), b"a secret");
    for path in [
        "/../secret.md",
        "/..%2fsecret.md",
        "/%2e%2e/secret.md",
        "/notes/..%2f..%2fsecret.md",
        "//secret.md",
        "/hub.yaml",
        "/notes/n0.md",
        "/about/rows.csv",
        "/etc/passwd",
        "/%00",
        "/files/../hub.yaml",
        "/search/../../hub.yaml",
        "/~almoner/../hub.yaml",
    ] {
        let reply = served.get(path);
        assert!([404, 308].contains(&reply.status), "{path}: {}", reply.head);
        assert!(!reply.text().contains("a secret") && !reply.text().contains("base_url"), "{path}");
    }
    let moved = served.get("/notes/n1?why=asked");
    assert_eq!(moved.status, 308);
    assert!(moved.head.contains("location: /notes/n1/?why=asked"), "{}", moved.head);
    assert_eq!(served.get("/notes/n1/index.html").status, 200);
    assert_eq!(served.get("/%ff").status, 400);
}

#[test]
fn it_lives_through_anything() {
    let served = Served::start(small_hub());
    let hub = served.folder.hub();
    let sound = served.get("/notes/n1/").as_built();
    let broken: &[(&str, &str, &str)] = &[
        ("hub.yaml", "title: [oops\n", "hub.yaml"),
        ("_types/page.yaml", "name: [oops\n", "_types"),
        ("_theme/base.html", "{% if %}", "_theme"),
        ("_theme/404.html", "{{ page.titel }}", "titel"),
        ("notes/n2.md", "no front matter", "n2.md"),
    ];
    for (path, text, said) in broken {
        let path = hub.join(path);
        let before = fs::read(&path).ok();
        put(&path, text.as_bytes());
        served.settle();
        assert!(served.get("/notes/n1/").as_built() == sound, "the last good page is kept with {path} broken");
        let events = events(served.port(), "/notes/n1/");
        assert!(events.contains("event: faults") && events.contains(said), "{path}: {events}");
        match before {
            Some(bytes) => put(&path, &bytes),
            None => fs::remove_file(&path).expect("a file can be deleted"),
        }
        served.settle();
        assert!(!events_of_faults(served.port()), "the faults are gone with {path} mended");
    }
    // The whole hub goes, and comes back with other words.
    let away = served.folder.path().join("away");
    fs::rename(&hub, &away).expect("a folder can be moved");
    until("the missing hub is noticed", || events(served.port(), "/").contains("there is no such folder"));
    assert!(served.get("/notes/n1/").as_built() == sound);
    put(&away.join("notes/n1.md"), page(1, "Other words.").as_bytes());
    fs::rename(&away, &hub).expect("a folder can be moved");
    served.settle();
    assert!(served.get("/notes/n1/").text().contains("Other words."));
    // The folder that came back is watched like the first.
    put(&hub.join("notes/n1.md"), page(1, "Still other words.").as_bytes());
    until("the next save is noticed", || served.get("/notes/n1/").text().contains("Still other words."));
    assert!(!events_of_faults(served.port()));
}

/// What a page is told at first. That it reads otherwise comes last.
pub fn events(port: u16, page: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time to wait");
    write!(stream, "GET /~almoner/events?page={page}&mark=none HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n").expect("the server reads");
    let mut text = String::new();
    let mut buffer = [0; 4096];
    while text.split_once("event: page").is_none_or(|(_, rest)| !rest.contains("\n\n")) {
        let read = stream.read(&mut buffer).expect("the server tells something");
        assert!(read > 0, "the events end: {text}");
        text += &String::from_utf8_lossy(&buffer[..read]);
    }
    text
}

fn events_of_faults(port: u16) -> bool {
    events(port, "/notes/n1/").contains("event: faults")
}

#[test]
fn a_hub_with_faults_from_the_start_is_a_page_of_faults_and_then_a_site() {
    let folder = small_hub();
    put(&folder.hub().join("notes/n2.md"), b"---\ntitle: <script>alert(1)</script>\nstatus: nonsense\n---\n");
    let served = Served::start(folder);
    let page_of_faults = served.get("/anything/");
    assert_eq!(page_of_faults.status, 503);
    assert!(page_of_faults.text().contains("role=\"alert\"") && page_of_faults.text().contains("n2.md"));
    assert!(!page_of_faults.text().contains("<script>alert"), "words of the hub are no markup");
    put(&served.folder.hub().join("notes/n2.md"), page(2, "Mended.").as_bytes());
    until("the site appears", || served.get("/notes/n2/").status == 200);
}

#[test]
fn a_save_without_a_change_and_a_look_without_a_save_do_nothing() {
    let served = Served::start(small_hub());
    let path = served.folder.hub().join("notes/n1.md");
    let text = fs::read(&path).expect("a page");
    for _ in 0..20 {
        put(&path, &text);
        served.settle();
        let _ = served.get("/notes/n1/");
    }
    assert!(served.told.lock().expect("nobody panics while telling").is_empty());
}

#[test]
fn a_taken_port_is_an_error_or_the_next_one() {
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let folder = small_hub();
    let request = |others| ServeRequest { hub: folder.hub(), include: Include::default(), as_of: None, port, others };
    let tell: Tell = Arc::new(|_, _| {});
    let refused = serve::start(&request(0), clock(), tell.clone()).err().expect("the port is taken");
    assert!(refused.what.contains("this port is taken"), "{refused}");
    let server = serve::start(&request(9), clock(), tell).expect("one of the next is free");
    assert!((port + 1..=port + 9).contains(&server.address().port()));
    server.stop();
}

#[test]
fn the_clock_alone_makes_a_page_public() {
    let folder = small_hub();
    let text = page(50, "Not before its hour.")
        .replace("published: 2026-01-10T09:00:00Z\nupdated: 2026-02-10T09:00:00Z", "published: 2026-11-22T12:00:10Z");
    put(&folder.hub().join("notes/n50.md"), text.as_bytes());
    let start = AS_OF.parse::<jiff::Timestamp>().expect("an instant").as_second();
    // A clock that goes on when it is told to.
    let hand = Arc::new(AtomicI64::new(start));
    let read = hand.clone();
    let clock: Clock = Arc::new(move || jiff::Timestamp::from_second(read.load(Ordering::SeqCst)).expect("an instant"));
    let request = ServeRequest { hub: folder.hub(), include: Include::default(), as_of: None, port: 0, others: 0 };
    let server = serve::start(&request, clock, Arc::new(|_, _| {})).expect("the hub can be served");
    assert_eq!(server.answer("/notes/n50/").status, 404);
    hand.store(start + 10, Ordering::SeqCst);
    until("the hour comes", || server.answer("/notes/n50/").status == 200);
    server.stop();
}

#[test]
fn search_goes_on_with_the_index_that_a_page_knows() {
    let served = Served::start(small_hub());
    let generation = |served: &Served| {
        let manifest: serde_json::Value = serde_json::from_slice(&served.get("/search/manifest.json").body).expect("a manifest");
        manifest["generation"].as_str().expect("a generation").to_owned()
    };
    let old = generation(&served);
    put(&served.folder.hub().join("notes/n1.md"), page(1, "A word like zyzzyva.").as_bytes());
    served.settle();
    let new = generation(&served);
    assert_ne!(old, new, "the index is of what is shown");
    for generation in [&old, &new] {
        assert_eq!(served.get(&format!("/search/{generation}/t/0.bin")).status, 200, "{generation}");
    }
}

//! A hub that is being served, and how it is asked; and what a build of it would write, for the two to be held against each other.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use almoner::build::{self, BuildRequest, Watch};
use almoner::release::Include;
use almoner::serve::{self, Clock, ServeRequest, Server, Tell, Told};
use camino::Utf8Path;
use nix::sys::signal::Signal;

use crate::command::program;
use crate::folder::{Folder, tree};

pub const AS_OF: &str = "2026-11-22T12:00:00Z";

pub struct Served {
    pub folder: Folder,
    pub include: Include,
    pub server: Server,
    pub told: Arc<Mutex<Vec<Told>>>,
}

impl Served {
    /// The hub in `content/` of the folder, at a port of its own.
    pub fn start(folder: Folder) -> Served {
        Served::showing(folder, Include::EVERYTHING)
    }

    pub fn showing(folder: Folder, include: Include) -> Served {
        let told = Arc::new(Mutex::new(Vec::new()));
        let ear = told.clone();
        let tell: Tell = Arc::new(move |_, what| ear.lock().expect("nobody panics while telling").push(what));
        let request = ServeRequest { hub: folder.hub(), include, as_of: Some(AS_OF.parse().expect("an instant")), port: 0, others: 0 };
        let server = serve::start(&request, clock(), tell).expect("the hub can be served");
        Served { folder, include, server, told }
    }

    /// Waits until what is served is what lies on the disk.
    pub fn settle(&self) {
        until("the server settles", || self.server.is_current());
    }

    pub fn port(&self) -> u16 {
        self.server.address().port()
    }

    pub fn get(&self, path: &str) -> Reply {
        get(self.port(), path)
    }

    pub fn errors(&self) -> usize {
        self.told
            .lock()
            .expect("nobody panics while telling")
            .iter()
            .filter(|told| matches!(told, Told::Faults { errors, .. } if *errors > 0))
            .count()
    }
}

pub fn clock() -> Clock {
    Arc::new(jiff::Timestamp::now)
}

pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// What a build would have written: the page without the one element that serving adds.
    pub fn as_built(&self) -> Vec<u8> {
        let text = self.text();
        let Some(start) = text.rfind("<script src=\"/~almoner/serve.js\"") else { return self.body.clone() };
        let end = start + text[start..].find("</script>").expect("the element has an end") + "</script>".len();
        [&text.as_bytes()[..start], &text.as_bytes()[end..]].concat()
    }
}

pub fn get(port: u16, path: &str) -> Reply {
    ask(port, &format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"))
}

pub fn ask(port: u16, request: &str) -> Reply {
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

pub fn until(what: &str, mut done: impl FnMut() -> bool) {
    let began = Instant::now();
    while !done() {
        assert!(began.elapsed() < Duration::from_secs(120), "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The program, until it has said that it is ready; and what it said.
pub fn started(folder: &Folder, arguments: &[&str]) -> (Child, BufReader<ChildStderr>, String) {
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

pub fn end(mut child: Child, mut stream: BufReader<ChildStderr>, signal: Signal) -> (Option<i32>, String) {
    let id = i32::try_from(child.id()).expect("a number of a process");
    nix::sys::signal::kill(nix::unistd::Pid::from_raw(id), signal).expect("it can be told to end");
    let mut said = String::new();
    stream.read_to_string(&mut said).expect("it says something");
    (child.wait().expect("it ends").code(), said)
}

/// A copy of the demonstration hub, or of any other folder of the repository.
pub fn copy_of(from: &str) -> Folder {
    let folder = Folder::empty();
    let from = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join(from);
    for (path, bytes) in tree(&from) {
        put(&folder.hub().join(path), &bytes);
    }
    folder
}

pub fn put(path: &Utf8Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
    fs::write(path, bytes).expect("a file can be written");
}

struct Silent;

impl Watch for Silent {
    fn stage(&mut self, _: &'static str, _: String) {}
}

/// What a build of the hub writes; none when it has errors.
pub fn built(served: &Served) -> Option<BTreeMap<String, Vec<u8>>> {
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
pub fn assert_as_built(served: &Served, built: &BTreeMap<String, Vec<u8>>, after: &str) {
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

/// A small hub in which edits may go wrong as well as right.
pub fn small_hub() -> Folder {
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

pub fn page(number: usize, words: &str) -> String {
    format!(
        "---\ntype: page\ntitle: Page number {number}\nsummary: What there is to know of number {number}, in a sentence.\nstatus: published\n\
         published: 2026-01-10T09:00:00Z\nupdated: 2026-02-10T09:00:00Z\n---\n\n## One\n\n{words}\n"
    )
}

/// Saves as careful editors do: a new file takes the place of the old one.
pub fn save_whole(path: &Utf8Path, text: &str) {
    let beside = path.with_extension("md.part~");
    put(&beside, text.as_bytes());
    fs::rename(&beside, path).expect("a file can take another's place");
}

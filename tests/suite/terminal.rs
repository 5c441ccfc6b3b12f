//! The program at a terminal, as a person meets it: progress, colours, a reader that goes away.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use camino::Utf8Path;
use nix::pty::{Winsize, openpty};

use crate::command::program;
use crate::folder::Folder;

/// A command with a terminal of its own as its three streams.
pub struct Terminal {
    child: Child,
    shown: Arc<Mutex<String>>,
    reader: Option<std::thread::JoinHandle<()>>,
    keys: File,
}

/// Longer than any machine needs: who waits this long waits in vain.
const PATIENCE: Duration = Duration::from_secs(120);

impl Terminal {
    pub fn run(folder: &Utf8Path, arguments: &[&str], variables: &[(&str, &str)]) -> Terminal {
        let mut command = program();
        command.args(arguments);
        Terminal::start(command, folder, variables)
    }

    /// The same as the one program of a session, so that the keys of its terminal reach it as a person's do.
    pub fn session(folder: &Utf8Path, arguments: &[&str]) -> Terminal {
        let almoner = program();
        #[expect(clippy::disallowed_methods, reason = "a session is begun by the system's own program")]
        let mut command = Command::new("setsid");
        command.env_clear().env("PATH", "/usr/bin:/bin").arg("--ctty").arg(almoner.get_program()).args(arguments);
        Terminal::start(command, folder, &[])
    }

    fn start(mut command: Command, folder: &Utf8Path, variables: &[(&str, &str)]) -> Terminal {
        let size = Winsize { ws_row: 40, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0 };
        let pair = openpty(Some(&size), None).expect("the system has terminals");
        let stream = || Stdio::from(pair.slave.try_clone().expect("a terminal can be shared"));
        let child = command
            .current_dir(folder)
            .env("TERM", "xterm-256color")
            .envs(variables.iter().copied())
            .stdin(stream())
            .stdout(stream())
            .stderr(stream())
            .spawn()
            .expect("the program can be started");
        drop(pair.slave);
        let shown = Arc::new(Mutex::new(String::new()));
        let screen = shown.clone();
        let mut master = File::from(pair.master);
        let keys = master.try_clone().expect("a terminal can be shared");
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // The end of a terminal's last program is an error to whoever reads it.
            while let Ok(read @ 1..) = master.read(&mut bytes) {
                screen.lock().expect("nobody panics here").push_str(&String::from_utf8_lossy(&bytes[..read]));
            }
        });
        Terminal { child, shown, reader: Some(reader), keys }
    }

    /// Waits until the screen has shown these words after the first `from` bytes, and says where they end.
    pub fn wait_for(&self, words: &str, from: usize) -> usize {
        let began = Instant::now();
        loop {
            let shown = self.shown();
            if let Some(at) = shown[from..].find(words) {
                return from + at + words.len();
            }
            assert!(began.elapsed() < PATIENCE, "`{words}` was not shown:\n{shown}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Presses keys: what a terminal makes of Ctrl-C is the terminal's to know.
    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("a terminal takes keys");
    }

    pub fn shown(&self) -> String {
        self.shown.lock().expect("nobody panics here").clone()
    }

    /// Everything that was shown, and how the program ended.
    pub fn end(mut self) -> (String, ExitStatus) {
        let status = self.child.wait().expect("the program ends");
        self.reader.take().expect("it is read once").join().expect("the reader ends");
        (self.shown(), status)
    }
}

/// What stays on the screen: the line that moves is cleared by going back and erasing.
pub fn without_what_was_cleared(shown: &str) -> String {
    let mut screen = String::new();
    let mut line = String::new();
    let mut rest = shown;
    while let Some(c) = rest.chars().next() {
        match rest.strip_prefix("\x1b[2K").or_else(|| rest.strip_prefix("\x1b[K")) {
            Some(after) => {
                line.clear();
                rest = after;
                continue;
            }
            None => rest = &rest[c.len_utf8()..],
        }
        match c {
            '\n' => {
                screen.push_str(line.trim_end_matches('\r'));
                screen.push('\n');
                line.clear();
            }
            c => line.push(c),
        }
    }
    screen + &line
}

fn large_hub() -> Folder {
    let folder = Folder::empty();
    let defaults = "defaults: {status: published, published: '2026-01-05T09:00:00Z', owner: Editors, topics: [Time], audiences: [public], nations: [uk], licence: CC-BY-4.0, rights_note: Our own words., summary: What this page says in one sentence.}";
    folder.write("content/hub.yaml", &format!("title: A large hub\nbase_url: https://hub.example.org\ntopics: free\n{defaults}\n"));
    folder.write("content/_types/note.yaml", "name: Note\nplural: Notes\nhelp: A page.\nfolder: notes\nshared_optional: [id]\n");
    for number in 0..600 {
        let words = "Words that fill a page so that a build takes a while. ".repeat(60);
        folder.write(&format!("content/notes/n{number}.md"), &format!("---\ntitle: The page of number {number} is one\n---\n\n{words}\n"));
    }
    folder
}

#[test]
fn work_that_takes_a_while_says_how_far_it_is_and_leaves_nothing_behind() {
    let folder = large_hub();
    let (shown, status) = Terminal::run(folder.path(), &["build", "content"], &[]).end();
    assert!(status.success(), "{shown}");
    // Which stage is on when patience ends hangs on the machine; the report says it without a colon.
    let is_on = |shown: &str| ["load: ", "release: ", "assemble: ", "render: ", "index: "].iter().any(|stage| shown.contains(stage));
    assert!(is_on(&shown), "{shown}");
    let left = without_what_was_cleared(&shown);
    assert!(!is_on(&left), "the line stays: {left}");
    assert!(left.contains("Done in"), "{left}");
    for (arguments, variables) in [
        (&["build", "content", "--quiet"][..], &[][..]),
        (&["build", "content"], &[("TERM", "dumb")]),
        (&["build", "content", "--format", "json"], &[]),
    ] {
        let (shown, status) = Terminal::run(folder.path(), arguments, variables).end();
        assert!(status.success() && !is_on(&shown), "{arguments:?}: {shown}");
    }
}

#[test]
fn colours_are_for_terminals_that_want_them() {
    let folder = Folder::empty();
    folder.write("content/hub.yaml", "titel: A hub\n");
    let coloured = |arguments: &[&str], variables: &[(&str, &str)]| {
        Terminal::run(folder.path(), &[&["check"], arguments].concat(), variables).end().0.contains("\x1b[0m")
    };
    assert!(coloured(&[], &[]));
    assert!(coloured(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(!coloured(&["--colour", "never"], &[]));
    for plain in [("NO_COLOR", "1"), ("CLICOLOR", "0"), ("TERM", "dumb")] {
        assert!(!coloured(&[], &[plain]), "{plain:?}");
    }
    let piped = |arguments: &[&str], variables: &[(&str, &str)]| {
        let output = program().arg("check").args(arguments).current_dir(folder.path()).envs(variables.iter().copied()).output();
        String::from_utf8(output.expect("it runs").stderr).expect("text").contains("\x1b[0m")
    };
    assert!(!piped(&[], &[]));
    assert!(piped(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(piped(&["--color", "always"], &[]));
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let mut child = program().arg("types").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut line = String::new();
    BufReader::with_capacity(16, child.stdout.take().expect("it is piped")).read_line(&mut line).expect("a line");
    assert!(!line.is_empty());
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{:?}", output.status);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn shells_and_the_manual_know_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let output = program().args(["completions", shell]).output().expect("it runs");
        let script = String::from_utf8(output.stdout).expect("text");
        for word in ["build", "mv", "completions", "as-of"] {
            assert!(output.status.success() && script.contains(word), "{shell} does not know `{word}`");
        }
    }
    let folder = Folder::empty();
    let manual = program().arg("man").output().expect("it runs");
    assert!(String::from_utf8(manual.stdout).expect("text").contains(".TH almoner 1"));
    let run = || program().args(["man", "--output", "man1"]).current_dir(folder.path()).status().expect("it runs");
    assert!(run().success());
    let page = std::fs::read_to_string(folder.path().join("man1/almoner-build.1")).expect("a page for each command");
    assert!(page.contains(".SH EXAMPLES") || page.contains("Examples:"), "{page}");
    assert!(page.contains("record") && page.contains(".TH almoner-build 1"), "{page}");
    assert_eq!(run().code(), Some(2), "a folder that holds something is left alone");
}

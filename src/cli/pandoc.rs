//! Runs pandoc for `almoner import`: the one command that runs a program. It is started without a shell, with arguments that never change,
//! is given the document on its input and asked for text on its output, and reaches neither files nor the network.

use std::io::{ErrorKind, Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use camino::Utf8Path;

use super::output::env;
use crate::diagnostic::Failure;

/// A document of a hundred pages takes a second or two.
const LIMIT: Duration = Duration::from_secs(120);
const MAX_TEXT: u64 = 64 << 20;

/// How this machine's pandoc is asked.
#[derive(Debug, Clone, Copy)]
pub struct Pandoc {
    /// It knows how to shut itself off from files and the network; since 2.15 it does.
    has_sandbox: bool,
}

impl Pandoc {
    pub fn find() -> Result<Pandoc, Failure> {
        let version = run(&["--version"], Vec::new(), Utf8Path::new("pandoc"))?;
        let number = version.split_whitespace().nth(1).unwrap_or_default();
        let mut parts = number.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
        let version = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
        if version < (2, 0) {
            return Err(Failure::new("pandoc", format!("this pandoc is too old: {number}"), GET));
        }
        Ok(Pandoc { has_sandbox: version >= (2, 15) })
    }

    /// A document as Markdown with a YAML heading. Changes count as accepted, comments are left out.
    pub fn markdown(self, document: &Utf8Path, bytes: Vec<u8>) -> Result<String, Failure> {
        let sandbox: &[&str] = if self.has_sandbox { &["--sandbox"] } else { &[] };
        let fixed = ["--from=docx", "--to=gfm", "--standalone", "--wrap=none", "--track-changes=accept"];
        run(&[sandbox, &fixed].concat(), bytes, document)
    }
}

const GET: &str = "Word documents are read by pandoc: get it from https://pandoc.org/installing.html, or with `apt install pandoc` or `brew install pandoc`";

fn run(arguments: &[&str], input: Vec<u8>, about: &Utf8Path) -> Result<String, Failure> {
    #[expect(clippy::disallowed_methods, reason = "asked for by `almoner import`; a build runs no program")]
    let mut command = Command::new("pandoc");
    command.env_clear().args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    if let Some(path) = env("PATH") {
        command.env("PATH", path);
    }
    let mut child = command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => Failure::new("pandoc", "there is no pandoc on this machine", GET),
        _ => Failure::io("pandoc", "start it", &error),
    })?;
    let failed = |what: &str| {
        Failure::new(about, format!("pandoc {what}"), "open the document in Word, save it again as `.docx`, and try once more")
    };
    let (mut stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    // A program that does not read to the end has had enough.
    let feeding = std::thread::spawn(move || drop(stdin.as_mut().map(|stdin| stdin.write_all(&input))));
    let text = std::thread::spawn(move || read(stdout));
    let said = std::thread::spawn(move || read(stderr));
    let done = wait(&mut child);
    let _ = feeding.join();
    let (text, said) = (text.join().unwrap_or_default(), said.join().unwrap_or_default());
    match done {
        None => Err(failed("took too long and was stopped")),
        Some(false) => Err(failed(&format!("cannot read it: {}", said.lines().next().unwrap_or("it did not say why")))),
        Some(true) => Ok(text),
    }
}

fn read(from: Option<impl Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(from) = from {
        let _ = from.take(MAX_TEXT).read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether it ended well; none if it had to be stopped.
fn wait(child: &mut Child) -> Option<bool> {
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.success()),
            Ok(None) if started.elapsed() < LIMIT => std::thread::sleep(Duration::from_millis(10)),
            Ok(None) | Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    }
}

//! The program itself, run as a person runs it: streams, exit codes, JSON.

use std::process::{Command, Stdio};

use crate::folder::Folder;
use crate::said;

/// What a command did.
pub struct Ran {
    pub exit: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs `almoner` in the folder that holds the hub, with the clock standing still.
pub fn run(folder: &Folder, arguments: &[String], as_of: &str) -> Ran {
    let epoch = as_of.parse::<jiff::Timestamp>().expect("the instants of cases are sound").as_second();
    let output = program()
        .args(arguments)
        .current_dir(folder.path())
        .env("SOURCE_DATE_EPOCH", epoch.to_string())
        .output()
        .expect("the program can be started");
    let shown = |bytes: &[u8]| timeless(&said::plain(folder.path(), std::str::from_utf8(bytes).expect("the program prints text")));
    Ran { exit: output.status.code().unwrap_or(-1), stdout: shown(&output.stdout), stderr: shown(&output.stderr) }
}

/// The program, with nothing of the tester's own surroundings.
pub fn program() -> Command {
    #[expect(clippy::disallowed_methods, reason = "this is a test of the program as a whole")]
    let mut command = Command::new(env!("CARGO_BIN_EXE_almoner"));
    command.env_clear().stdin(Stdio::null());
    command
}

pub fn variable(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "how a tester asks for new snapshots")]
    std::env::var(name).ok()
}

/// Times differ from run to run: `41 ms` becomes `N ms`, and trailing space goes, which editors would remove.
fn timeless(text: &str) -> String {
    let seconds = regex::Regex::new(r#" *\b[0-9]+(\.[0-9]+)? (ms|s)\b"#).expect("a sound pattern");
    // Sizes and counts of files change with every word of the theme.
    let counted = "seconds|load|release|assemble|render|index|offline|publish|files|bytes|written|transferred";
    let stamped = regex::Regex::new(&format!(r#"("(?:{counted})":)[0-9.e-]+"#)).expect("a sound pattern");
    let text = seconds.replace_all(text, " N ms");
    let text = stamped.replace_all(&text, "${1}0");
    let lines: String = text.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    // A case cannot end in empty lines.
    if lines.trim().is_empty() { String::new() } else { format!("{}\n", lines.trim_end()) }
}

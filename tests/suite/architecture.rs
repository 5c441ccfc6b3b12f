//! What may never be in a room, read from the sources themselves: an order that nobody checks is soon only a wish.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The rooms, each of which may use those before it and none after it.
const ROOMS: &[&str] = &[
    "diagnostic",
    "load",
    "release",
    "assemble",
    "rename",
    "render",
    "index",
    "audit",
    "offline",
    "publish",
    "import",
    "build",
    "serve",
    "cli",
];

/// Files above the length at which a file mostly holds two ideas, each with the reason why it is one.
const LONG: &[(&str, &str)] = &[];
const LINES: usize = 450;

/// Environment facts that a room other than `cli` may ask for.
const SURROUNDINGS: &[(&str, &str)] =
    &[("src/publish/ground.rs", "an output may not be the home folder or the one that the program stands in")];

struct Source {
    path: String,
    /// The program's own lines, numbered; tests and comments left out.
    code: Vec<(usize, String)>,
    lines: usize,
}

impl Source {
    fn room(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        inside.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// Lines that hold one of the words.
    fn naming(&self, words: &[&str]) -> impl Iterator<Item = String> {
        let holds = |line: &str| words.iter().any(|word| line.contains(word));
        self.code.iter().filter(move |(_, line)| holds(line)).map(|(number, line)| format!("{}:{number}: {}", self.path, line.trim()))
    }
}

/// Every source file of the program, without those that are only compiled for tests.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files: Vec<(String, String)> = walkdir::WalkDir::new(root.join("src"))
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.expect("src can be walked"))
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "rs"))
        .map(|entry| {
            let path = entry.path().strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
            (path, fs::read_to_string(entry.path()).expect("a source file is text"))
        })
        .collect();
    let tests: BTreeSet<String> = files.iter().flat_map(|(path, text)| test_modules(path, text)).collect();
    files
        .into_iter()
        .filter(|(path, _)| !tests.iter().any(|test| *path == format!("{test}.rs") || path.starts_with(&format!("{test}/"))))
        .map(|(path, text)| {
            let lines = text.lines().count();
            let program = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let code = program.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
            Source { path, code: code.map(|(index, line)| (index + 1, line.to_owned())).collect(), lines }
        })
        .collect()
}

/// Modules in files of their own that are compiled for tests alone, as paths without an ending.
fn test_modules(path: &str, text: &str) -> Vec<String> {
    let base = path.strip_suffix("/mod.rs").or_else(|| path.strip_suffix(".rs")).unwrap_or(path);
    let lines: Vec<&str> = text.lines().collect();
    lines
        .windows(2)
        .filter(|pair| pair[0].trim() == "#[cfg(test)]")
        .filter_map(|pair| pair[1].trim().strip_suffix(';')?.rsplit_once("mod ").map(|(_, name)| format!("{base}/{name}")))
        .collect()
}

fn none(found: Vec<String>, why: &str) {
    assert!(found.is_empty(), "{why}:\n{}", found.join("\n"));
}

#[test]
fn rooms_use_only_the_rooms_before_them() {
    let place = |room: &str| ROOMS.iter().position(|known| *known == room);
    let mut backwards = Vec::new();
    let mut seen = BTreeSet::new();
    for source in sources().iter().filter(|source| !matches!(source.room(), "lib" | "main")) {
        let from = place(source.room()).unwrap_or_else(|| panic!("{} lies in a room without a place in the order", source.path));
        seen.insert(source.room().to_owned());
        for (number, line) in &source.code {
            for rest in line.split("crate::").skip(1) {
                // `use crate::{load, release}` names several rooms at once.
                let names = rest.strip_prefix('{').map_or(rest, |list| list.split('}').next().unwrap_or_default());
                let grouped = rest.starts_with('{');
                for name in names.split(',').take(if grouped { usize::MAX } else { 1 }) {
                    let name: String = name.trim().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                    let to = place(&name).unwrap_or_else(|| panic!("{}:{number}: `{name}` is no room of the order", source.path));
                    if to > from {
                        backwards.push(format!("{}:{number}: {}", source.path, line.trim()));
                    }
                }
            }
        }
    }
    none(backwards, "one pass forward: a room uses a later one");
    assert_eq!(seen.len(), ROOMS.len(), "a room of the order has no file");
}

#[test]
fn only_load_reads_only_publish_writes() {
    let disk = ["std::fs", "fs::", "File::open", "File::create", "OpenOptions", "read_dir", "WalkDir"];
    let elsewhere = sources()
        .iter()
        .filter(|source| !matches!(source.room(), "load" | "publish"))
        .flat_map(|s| s.naming(&disk).collect::<Vec<_>>())
        .collect();
    none(elsewhere, "only `load` reads the disk and only `publish` writes it");
    let writing = [
        "fs::write",
        "File::create",
        "create_dir",
        "remove_file",
        "remove_dir",
        "fs::rename",
        "OpenOptions",
        "hard_link",
        "set_permissions",
    ];
    let writers = sources().iter().filter(|source| source.room() == "load").flat_map(|s| s.naming(&writing).collect::<Vec<_>>()).collect();
    none(writers, "`load` writes nothing");
}

#[test]
fn only_the_command_line_prints_and_knows_the_hour() {
    let words = [
        "println!",
        "eprintln!",
        "print!(",
        "dbg!(",
        "stdout()",
        "stderr()",
        "::now()",
        "std::env",
        "env::var",
        "process::exit",
        "TcpStream",
        "UdpSocket",
        "Command::new",
    ];
    let excused = |source: &Source| SURROUNDINGS.iter().any(|(path, _)| *path == source.path);
    let elsewhere = sources()
        .iter()
        .filter(|source| !matches!(source.room(), "cli" | "main") && !excused(source))
        .flat_map(|source| source.naming(&words).collect::<Vec<_>>())
        .collect();
    none(elsewhere, "the clock, the environment and the screen belong to `cli`");
}

#[test]
fn nothing_unordered_and_no_loose_ends() {
    let words = ["HashMap", "HashSet", ".unwrap()", "todo!(", "unimplemented!(", "unsafe "];
    let found = sources().iter().flat_map(|source| source.naming(&words).collect::<Vec<_>>()).collect();
    none(found, "unordered maps reach the output sooner or later, and an `expect` says why it cannot fail");
}

#[test]
fn serde_yaml_has_one_door() {
    let doors: BTreeSet<String> =
        sources().iter().filter(|source| source.naming(&["serde_yaml::"]).next().is_some()).map(|s| s.path.clone()).collect();
    assert_eq!(doors.into_iter().collect::<Vec<_>>(), ["src/load/yaml.rs"]);
}

#[test]
fn a_file_is_one_idea() {
    let sources = sources();
    let long: Vec<String> = sources
        .iter()
        .filter(|source| source.lines > LINES && !LONG.iter().any(|(path, _)| *path == source.path))
        .map(|source| format!("{} has {} lines", source.path, source.lines))
        .collect();
    none(long, &format!("find the second idea of a file above {LINES} lines, or give the reason in LONG"));
    for (path, _) in LONG {
        let still = sources.iter().any(|source| source.path == *path && source.lines > LINES);
        assert!(still, "{path} is short enough now: take it from LONG");
    }
}

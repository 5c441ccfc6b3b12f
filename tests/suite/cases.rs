//! Runs every file of `tests/cases`. `SNAPSHOTS=overwrite` writes what is said now into the files, to be read before it is kept.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use almoner::build::{self, BuildRequest, Watch};
use almoner::diagnostic::{Code, Diagnostics, Failure};
use almoner::release::Include;
use camino::Utf8Path;
use rayon::prelude::*;

use crate::case::{Case, Kind};
use crate::command;
use crate::folder::Folder;
use crate::said;

/// The moment at which cases take place unless they say another.
const AS_OF: &str = "2026-06-01T12:00:00Z";

/// The hub that all cases share.
const BASE: &str = "_base.txt";

pub struct Silent;

impl Watch for Silent {
    fn stage(&mut self, _: &'static str, _: String) {}
}

fn folder_of_cases() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

fn read(name: &str) -> Result<Case, String> {
    let text = fs::read_to_string(folder_of_cases().join(name)).map_err(|error| format!("{name}: {error}"))?;
    Case::parse(name, &text)
}

/// The names of all cases. A file that is no case would be a test that never runs.
fn names() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder_of_cases())
        .expect("tests/cases exists")
        .map(|entry| entry.expect("tests/cases can be read").file_name().into_string().expect("cases have plain names"))
        .filter(|name| name != "README.md" && name != BASE)
        .collect();
    names.sort();
    names
}

#[test]
#[expect(clippy::print_stdout, reason = "a tester wants to know how much was looked at")]
fn every_case_says_exactly_what_it_expects() {
    let base = read(BASE).expect("the shared hub is sound");
    let names = names();
    let faults: Vec<String> = names.par_iter().flat_map(|name| run(name, &base)).collect();
    assert!(faults.is_empty(), "\n{}\n{} of {} cases differ", faults.join("\n"), faults.len(), names.len());
    println!("{} cases", names.len());
}

/// What differs in one case.
fn run(name: &str, base: &Case) -> Vec<String> {
    if !name.ends_with(".txt") {
        return vec![format!("{name} is no case: cases end with `.txt`")];
    }
    let mut case = match read(name) {
        Ok(case) => case,
        Err(fault) => return vec![fault],
    };
    let folder = Folder::of(base, &case);
    let as_of = case.sections.iter().find_map(|section| match &section.kind {
        Kind::AsOf(instant) => Some(instant.clone()),
        _ => None,
    });
    let as_of = as_of.as_deref().unwrap_or(AS_OF);
    let mut differences = Vec::new();
    let mut ran = None;
    for index in 0..case.sections.len() {
        let body = case.sections[index].body.clone();
        let found = match &case.sections[index].kind {
            Kind::Expect => check(&folder, as_of, &mut differences),
            Kind::Run(arguments) => {
                let done = command::run(&folder, arguments, as_of);
                let exit = format!("exit {}\n", done.exit);
                ran = Some(done);
                exit
            }
            Kind::Stdout => ran.as_ref().map(|done| done.stdout.clone()).unwrap_or_default(),
            Kind::Stderr => ran.as_ref().map(|done| done.stderr.clone()).unwrap_or_default(),
            Kind::Left(path) => match fs::read_to_string(folder.path().join(path)) {
                Ok(text) => format!("{}\n", text.trim_end_matches('\n')),
                Err(_) => "no such file\n".to_owned(),
            },
            _ => continue,
        };
        if found != body {
            differences.push(format!("{}\nexpected\n{}found\n{}", case.sections[index].heading, indented(&body), indented(&found)));
            case.sections[index].body = found;
        }
    }
    if differences.is_empty() {
        return differences;
    }
    if command::variable("SNAPSHOTS").as_deref() == Some("overwrite") {
        fs::write(folder_of_cases().join(name), case.write()).expect("the case can be written");
    }
    differences.into_iter().map(|difference| format!("tests/cases/{name}: {difference}")).collect()
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}

/// What `check` says. A build of the same hub must not find more, and must stop at an error.
fn check(folder: &Folder, as_of: &str, differences: &mut Vec<String>) -> String {
    let as_of = as_of.parse().expect("the instants of cases are sound");
    let request = BuildRequest {
        hub: folder.hub(),
        output: folder.path().join("public"),
        base_url: None,
        as_of,
        include: Include::default(),
        sync: false,
    };
    let checked = build::check(&folder.hub(), as_of, &mut Silent).map(|outcome| outcome.diagnostics);
    let built = build::build(&request, &mut Silent);
    let built_whole = matches!(&built, Ok(outcome) if outcome.made.is_some());
    let built = built.map(|outcome| outcome.diagnostics);
    if let (Ok(checked), Ok(built)) = (&checked, &built) {
        for fault in built.iter().filter(|fault| !checked.iter().any(|known| known == *fault)) {
            differences.push(format!("`build` alone says: {}[{}] {}\n", fault.severity.name(), fault.code, fault.message));
        }
        if built_whole == built.has_errors() || (built_whole && !request.output.join("index.html").is_file()) {
            differences.push(format!("`build` {} with errors: {}\n", if built_whole { "went on" } else { "stopped" }, built.has_errors()));
        }
    }
    said_of(folder.path(), &checked)
}

fn said_of(root: &Utf8Path, outcome: &Result<Diagnostics, Failure>) -> String {
    match outcome {
        Ok(diagnostics) => said::lines(root, diagnostics),
        Err(failure) => said::failure(root, failure),
    }
}
/// Codes without a case, each with the reason.
const WITHOUT_A_CASE: &[(Code, &str)] = &[(Code::Internal, "no hub brings it about, else it would be mended")];

#[test]
fn every_code_has_a_case() {
    let mut seen = BTreeSet::new();
    for name in names() {
        let case = read(&name).expect("cases are sound");
        for section in case.sections.iter().filter(|section| section.kind == Kind::Expect) {
            for line in section.body.lines().filter(|line| !line.starts_with(' ')) {
                let code =
                    ["error", "warning", "advice"].iter().find_map(|level| line.split_once(&format!(" {level}["))?.1.split(']').next());
                seen.extend(code.and_then(|code| code.parse::<Code>().ok()));
            }
        }
    }
    for code in Code::ALL {
        let excused = WITHOUT_A_CASE.iter().any(|(excused, _)| excused == code);
        assert!(seen.contains(code) || excused, "no case in tests/cases asserts `{code}`");
        assert!(!(seen.contains(code) && excused), "`{code}` has a case now: take it from the list of those without");
    }
}

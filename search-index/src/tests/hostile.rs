//! Damaged and hostile files: a fault that names the file, or a sound answer; never a panic, never an endless loop.

use super::corpus::{self, Seeded};
use super::{Tree, ask, tree};
use crate::bytes::{gunzip, gzip};
use crate::{Ask, Fault, Index, Settings, counts, passage, search};

fn small() -> Tree {
    let records = corpus::records(60, 900);
    let settings = Settings {
        synonyms: vec![vec![corpus::word(3), format!("{} {}", corpus::word(4), corpus::word(5))]],
        specials: vec!["C++".into()],
        ..Settings::default().with_facets_of(&records)
    };
    tree(records, &settings)
}

/// Everything that a reader can be made to read.
fn read_all(files: &Tree) -> Result<(), Fault> {
    let index = Index::open(files)?;
    let texts = [&corpus::word(3), &corpus::word(1), "comcare", "sociql", "\"care work\" -con", "topic:\"topic 1\" in", "c++", "day:300"];
    for text in texts {
        let ask = Ask { unfinished: text.len() % 2 == 0, by_date: text.len() % 3 == 0, limit: 5, ..ask(text) };
        let answer = search(&index, &ask)?;
        counts(&index, &answer, "2026-11-27")?;
        for hit in answer.hits.iter().take(3) {
            let document = &index.documents(&[hit.document])?[0];
            passage(&index.text(document)?, &answer.forms, &index.manifest.specials);
        }
    }
    Ok(())
}

#[test]
fn a_missing_a_cut_and_a_swapped_file_are_told_by_name() {
    let sound = small();
    assert!(read_all(&sound).is_ok());
    let read = |files: &Tree, path: &str| match read_all(files) {
        Ok(()) => false,
        Err(fault) => {
            assert!(fault.to_string().contains(path), "{path}: {fault}");
            true
        }
    };
    let (mut missing, mut cut, mut swapped) = (0, 0, 0);
    let paths: Vec<String> = sound.keys().filter(|path| !path.ends_with(".js")).cloned().collect();
    for path in &paths {
        let mut files = sound.clone();
        files.remove(path);
        missing += usize::from(read(&files, path));
        let mut files = sound.clone();
        files.get_mut(path).expect("it is there").pop();
        cut += usize::from(read(&files, path));
        let neighbour = paths.iter().find(|other| *other != path && other.rsplit('/').nth(1) == path.rsplit('/').nth(1));
        if let Some(neighbour) = neighbour {
            let mut files = sound.clone();
            files.insert(path.clone(), sound[neighbour].clone());
            swapped += usize::from(read(&files, path));
        }
    }
    assert!(missing >= 15 && cut == missing && swapped >= 12, "{missing} {cut} {swapped}");
}

/// `FUZZ_ROUNDS` asks for more of them.
#[expect(clippy::disallowed_methods, reason = "how long to go on is for whoever runs the test")]
fn rounds() -> usize {
    std::env::var("FUZZ_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1_500)
}

/// Files with a right header and a right checksum, and nonsense between: as a reader meets them who trusts neither.
#[test]
fn nonsense_inside_sound_files_is_a_fault_or_an_answer() {
    let sound = small();
    let mut seeded = Seeded(7);
    let packed: Vec<&String> = sound.keys().filter(|path| path.ends_with(".bin")).collect();
    let mut faults = 0;
    for _ in 0..rounds() {
        let path = packed[seeded.below(packed.len())];
        let mut bytes = gunzip(&sound[path]).expect("a sound file");
        for _ in 0..=seeded.below(3) {
            let at = 6 + seeded.below(bytes.len() - 6);
            match seeded.below(4) {
                0 => bytes.truncate(at),
                1 => bytes.insert(at, seeded.below(256) as u8),
                2 => bytes[at] = 255,
                _ => bytes[at] ^= 1 << seeded.below(8),
            }
            if bytes.len() <= 7 {
                break;
            }
        }
        let mut files = sound.clone();
        files.insert(path.clone(), gzip(&bytes, 1));
        match read_all(&files) {
            Err(Fault::Damaged(_)) => faults += 1,
            Err(other) => panic!("{path}: {other}"),
            Ok(()) => {}
        }
    }
    assert!(faults > 100, "{faults}");
}

#[test]
fn a_hostile_manifest_is_refused() {
    let sound = small();
    let manifest = String::from_utf8(sound["manifest.json"].clone()).expect("JSON is text");
    for (from, to) in [
        ("\"format\":1", "\"format\":2"),
        ("\"documents\":60", "\"documents\":4000000000"),
        ("\"documents\":60", "\"documents\":-1"),
        ("\"perShard\":8", "\"perShard\":0"),
        ("\"generation\":\"", "\"generation\":\"../../"),
        ("\"terms\":\"", "\"terms\":null,\"x\":\""),
    ] {
        assert!(manifest.contains(from), "{from}");
        let mut files = sound.clone();
        files.insert("manifest.json".into(), manifest.replacen(from, to, 1).into_bytes());
        assert!(matches!(Index::open(&files), Err(Fault::Damaged(_))), "{to}");
    }
}

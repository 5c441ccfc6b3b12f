//! What must hold for any index: small made-up corpora, written and read back in memory.

mod corpus;
mod found;
mod hostile;
mod meaning;
mod oracle;

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::{Answer, Ask, Fault, Index, Record, Settings, search, write};

pub type Tree = BTreeMap<String, Vec<u8>>;

/// The files of an index of these records.
pub fn tree(records: Vec<Record>, settings: &Settings) -> Tree {
    let files = Mutex::new(Tree::new());
    let put = |path: String, bytes: Vec<u8>| -> Result<(), Fault> {
        let before = files.lock().expect("no writer panics").insert(path.clone(), bytes);
        assert!(before.is_none(), "{path} is written twice");
        Ok(())
    };
    write(records, settings, &put).expect("the records can be indexed");
    files.into_inner().expect("no writer panics")
}

pub fn record(name: &str, title: &str, text: &str) -> Record {
    Record { id: name.into(), url: format!("/{name}/"), title: title.into(), text: text.into(), ..Record::default() }
}

pub fn ask(text: &str) -> Ask {
    Ask { text: text.into(), today: "2026-11-27".into(), limit: 100, ..Ask::default() }
}

pub fn answer(index: &Index<'_>, ask: &Ask) -> Answer {
    search(index, ask).expect("a sound index answers")
}

/// The ids of what is found, best first.
pub fn found(index: &Index<'_>, ask: &Ask) -> Vec<String> {
    let numbers: Vec<u32> = answer(index, ask).hits.iter().map(|hit| hit.document).collect();
    index.documents(&numbers).expect("documents of a sound index").into_iter().map(|document| document.id).collect()
}

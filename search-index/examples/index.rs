//! `index RECORDS.jsonl OUT [SETTINGS.json]`: indexes records, one JSON object a line, into the folder OUT.

use std::error::Error;
use std::io::BufRead;
use std::path::Path;

use almoner_search::{Fault, Record, Settings};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (records, out, settings) = match arguments.as_slice() {
        [records, out] => (records, out, Settings::default()),
        [records, out, settings] => (records, out, serde_json::from_slice(&std::fs::read(settings)?)?),
        _ => return Err("usage: index RECORDS.jsonl OUT [SETTINGS.json]".into()),
    };
    let lines = std::io::BufReader::new(std::fs::File::open(records)?).lines();
    let mut read = Vec::new();
    for (number, line) in lines.enumerate() {
        let line = line?;
        if !line.trim().is_empty() {
            let record: Record = serde_json::from_str(&line).map_err(|error| format!("{records}, line {}: {error}", number + 1))?;
            read.push(record);
        }
    }
    let settings = settings.with_facets_of(&read);
    let out = Path::new(out);
    if out.exists() {
        std::fs::remove_dir_all(out)?;
    }
    let put = |path: String, bytes: Vec<u8>| {
        let file = out.join(&path);
        let folder = file.parent().unwrap_or(out);
        std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&file, bytes)).map_err(|error| Fault::Io(path, error))
    };
    let written = almoner_search::write::<Fault>(read, &settings, &put)?;
    serde_json::to_writer_pretty(std::io::stderr(), &written)?;
    Ok(())
}

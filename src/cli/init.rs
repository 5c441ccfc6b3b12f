//! `almoner init`.

use include_dir::{Dir, include_dir};
use serde_json::json;

use super::args::{Format, Init};
use super::output::Output;
use crate::diagnostic::Failure;
use crate::publish::fresh;

static STARTER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/starter");

pub fn run(options: &Init, output: &Output) -> Result<i32, Failure> {
    if !fresh::is_free(&options.dir)? {
        return Err(Failure::new(&options.dir, "this folder is not empty", "name a folder that does not exist yet"));
    }
    let mut files = Vec::new();
    gather(&STARTER, &mut files);
    files.sort();
    for (path, text) in &files {
        fresh::write_new(&options.dir.join(path), text)?;
    }
    // A name with a leading dot would hide the file from the program that embeds the others.
    fresh::write_new(&options.dir.join(".gitignore"), "public/\n.public.*\n")?;
    if output.format == Format::Json {
        let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        output.data(&json!({ "folder": options.dir, "files": paths }).to_string());
        return Ok(0);
    }
    output.say(&format!("Created {} with {} files.\n\nNext:", options.dir, files.len() + 1));
    output.say(&format!("  almoner check {0}\n  almoner build {0}\n  almoner new explainer \"Your first page\" --hub {0}", options.dir));
    Ok(0)
}

fn gather(folder: &'static Dir<'static>, files: &mut Vec<(String, &'static str)>) {
    for file in folder.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            files.push((path.to_owned(), text));
        }
    }
    folder.dirs().for_each(|inner| gather(inner, files));
}

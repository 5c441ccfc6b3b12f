//! A case as it is written in `tests/cases`: a hub in sections, and what must be said about it.

use std::fmt::Write as _;

/// One text file of `tests/cases`.
#[derive(Debug, Clone)]
pub struct Case {
    /// What the case is about: the words before its first section.
    pub about: String,
    pub sections: Vec<Section>,
}

#[derive(Debug, Clone)]
pub struct Section {
    pub heading: String,
    pub kind: Kind,
    /// Ends with one line end, or is empty.
    pub body: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `--- content/guides/sleep.md`: a text file; `--- old/…` one of a site that is imported.
    File(String),
    /// `--- make: bytes content/x.md`: the body with escapes, and no line end at its end.
    Bytes(Vec<u8>),
    /// `--- make: symlink content/x.md -> content/y.md`
    Symlink(Vec<u8>, String),
    /// `--- make: fifo content/x.md`
    Fifo(Vec<u8>),
    /// `--- make: folder content/x`
    Folder(Vec<u8>),
    /// `--- as of: 2026-12-01T09:00:00Z`
    AsOf(String),
    /// `--- expect`: every diagnostic of `check`, as `said` writes them.
    Expect,
    /// `--- run: almoner check`: the command line, run as a program; its body says `exit N`.
    Run(Vec<String>),
    /// What the command before it prints.
    Stdout,
    Stderr,
    /// `--- left: content/x.md`: the text that a file has now, or `no such file`.
    Left(String),
}

impl Case {
    pub fn parse(name: &str, text: &str) -> Result<Case, String> {
        let mut about = String::new();
        let mut sections: Vec<Section> = Vec::new();
        for (index, line) in text.lines().enumerate() {
            match (line.strip_prefix("--- "), sections.last_mut()) {
                (Some(heading), _) => {
                    let kind = kind(heading).map_err(|what| format!("{name}:{}: {what}", index + 1))?;
                    sections.push(Section { heading: heading.to_owned(), kind, body: String::new() });
                }
                (None, Some(section)) => writeln!(section.body, "{line}").expect("a String takes every line"),
                (None, None) => writeln!(about, "{line}").expect("a String takes every line"),
            }
        }
        for section in &mut sections {
            // Empty lines before the next section are for the reader's eye.
            let body = section.body.trim_end_matches('\n');
            section.body = if body.is_empty() { String::new() } else { format!("{body}\n") };
        }
        let about = about.trim().to_owned();
        if about.is_empty() {
            return Err(format!("{name}: the case does not say what it is about; begin it with a sentence"));
        }
        if !sections.iter().any(|section| matches!(section.kind, Kind::Expect | Kind::Run(_))) {
            return Err(format!("{name}: the case expects nothing; add `--- expect`, with `nothing` if all is sound"));
        }
        Ok(Case { about, sections })
    }

    /// The file as it should be, with new bodies for the sections that expect something.
    pub fn write(&self) -> String {
        let mut text = format!("{}\n", self.about);
        for section in &self.sections {
            write!(text, "\n--- {}\n{}", section.heading, section.body).expect("a String takes every line");
        }
        text
    }
}

fn kind(heading: &str) -> Result<Kind, String> {
    if let Some(path) = heading.strip_prefix("make: ") {
        let (what, path) = path.split_once(' ').ok_or("`make:` needs a kind and a path")?;
        return Ok(match what {
            "bytes" => Kind::Bytes(unescaped(path)?),
            "fifo" => Kind::Fifo(unescaped(path)?),
            "folder" => Kind::Folder(unescaped(path)?),
            "symlink" => {
                let (path, target) = path.split_once(" -> ").ok_or("write: make: symlink FROM -> TO")?;
                Kind::Symlink(unescaped(path)?, target.to_owned())
            }
            _ => return Err(format!("nothing can be made of kind `{what}`")),
        });
    }
    if let Some(instant) = heading.strip_prefix("as of: ") {
        return Ok(Kind::AsOf(instant.to_owned()));
    }
    if let Some(path) = heading.strip_prefix("left: ") {
        return Ok(Kind::Left(path.to_owned()));
    }
    if let Some(command) = heading.strip_prefix("run: almoner") {
        return Ok(Kind::Run(command.split_whitespace().map(str::to_owned).collect()));
    }
    Ok(match heading {
        "expect" => Kind::Expect,
        "stdout" => Kind::Stdout,
        "stderr" => Kind::Stderr,
        path if path.starts_with("content/") || path.starts_with("old/") => Kind::File(path.to_owned()),
        other => return Err(format!("there is no section `--- {other}`")),
    })
}

/// `\n \r \t \0 \\ \xFF`, and `\{1000*ab}` for what nobody wants to read a thousand times.
pub fn unescaped(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let escape = rest[at + 1..].chars().next().ok_or("a backslash ends the text")?;
        rest = &rest[at + 2..];
        match escape {
            'n' => bytes.push(b'\n'),
            'r' => bytes.push(b'\r'),
            't' => bytes.push(b'\t'),
            '0' => bytes.push(0),
            '\\' => bytes.push(b'\\'),
            'x' => {
                let byte = rest.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).ok_or("`\\x` needs two hexadecimal digits")?;
                bytes.push(byte);
                rest = &rest[2..];
            }
            '{' => {
                let (times, more) = rest.split_once('*').ok_or("write: \\{1000*text}")?;
                let (words, more) = more.split_once('}').ok_or("write: \\{1000*text}")?;
                let times: usize = times.parse().map_err(|_| format!("`{times}` is no number of times"))?;
                bytes.extend(unescaped(words)?.repeat(times));
                rest = more;
            }
            other => return Err(format!("there is no escape `\\{other}`")),
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    Ok(bytes)
}

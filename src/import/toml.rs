//! TOML, as Hugo and Zola write front matter and settings, read into our own values. Dates and times stay the text that they are.
//! A reader of our own: the usual ones would bring four or five crates for what a page has in its first ten lines.

use std::ops::Range;

use crate::load::value::{Map, Value};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TomlFault {
    pub range: Range<usize>,
    pub message: String,
}

/// Arrays and tables within each other beyond this are nobody's front matter.
const MAX_DEPTH: usize = 64;

pub fn parse(text: &str) -> Result<Map, TomlFault> {
    let mut reader = Reader { text, at: 0 };
    let mut root = Map::new();
    let mut table: Vec<String> = Vec::new();
    loop {
        reader.skip_blank(true);
        let start = reader.at;
        match reader.peek() {
            None => return Ok(root),
            Some('[') => {
                let many = reader.rest().starts_with("[[");
                reader.at += if many { 2 } else { 1 };
                table = reader.key_path()?;
                reader.expect(if many { "]]" } else { "]" })?;
                let value = Value::Map(Map::new());
                let placed = if many { append(&mut root, &table, value) } else { open(&mut root, &table).map(drop) };
                placed.map_err(|message| TomlFault { range: start..reader.at, message })?;
            }
            Some(_) => {
                let (path, value) = reader.pair(0)?;
                let at = start..reader.at;
                let target = open(&mut root, &table).map_err(|message| TomlFault { range: at.clone(), message })?;
                put(target, &path, value).map_err(|message| TomlFault { range: at, message })?;
            }
        }
        reader.skip_blank(false);
        if reader.peek().is_some_and(|next| next != '\n' && next != '\r') {
            return Err(reader.fault("expected the end of the line"));
        }
    }
}

/// The table at a path, made where it is missing; of a list of tables, the last one.
fn open<'m>(map: &'m mut Map, path: &[String]) -> Result<&'m mut Map, String> {
    let Some((first, rest)) = path.split_first() else { return Ok(map) };
    if map.get(first).is_none() {
        map.insert(first.as_str(), Value::Map(Map::new()));
    }
    let inner = match map.get_mut(first) {
        Some(Value::Map(inner)) => inner,
        Some(Value::List(items)) => match items.last_mut() {
            Some(Value::Map(inner)) => inner,
            _ => return Err(format!("`{first}` is no table")),
        },
        _ => return Err(format!("`{first}` is no table")),
    };
    open(inner, rest)
}

fn append(root: &mut Map, path: &[String], value: Value) -> Result<(), String> {
    let Some((last, folder)) = path.split_last() else { return Err("the table has no name".into()) };
    let parent = open(root, folder)?;
    match parent.get_mut(last) {
        None => parent.insert(last.as_str(), Value::List(vec![value])),
        Some(Value::List(items)) => items.push(value),
        Some(_) => return Err(format!("`{last}` is no list of tables")),
    }
    Ok(())
}

fn put(map: &mut Map, path: &[String], value: Value) -> Result<(), String> {
    let Some((last, folder)) = path.split_last() else { return Err("the value has no name".into()) };
    let parent = open(map, folder)?;
    if parent.get(last).is_some() {
        return Err(format!("`{last}` is written twice"));
    }
    parent.insert(last.as_str(), value);
    Ok(())
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn fault(&self, message: impl Into<String>) -> TomlFault {
        let end = self.text[self.at..].find('\n').map_or(self.text.len(), |end| self.at + end);
        TomlFault { range: self.at..end, message: message.into() }
    }

    /// Blanks and comments; line ends too where a value may go on in the next line.
    fn skip_blank(&mut self, lines: bool) {
        while let Some(next) = self.peek() {
            match next {
                ' ' | '\t' => self.at += 1,
                '\n' | '\r' if lines => self.at += 1,
                '#' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                _ => break,
            }
        }
    }

    fn expect(&mut self, what: &str) -> Result<(), TomlFault> {
        self.skip_blank(false);
        if !self.rest().starts_with(what) {
            return Err(self.fault(format!("expected `{what}`")));
        }
        self.at += what.len();
        Ok(())
    }

    fn pair(&mut self, depth: usize) -> Result<(Vec<String>, Value), TomlFault> {
        let path = self.key_path()?;
        self.expect("=")?;
        self.skip_blank(false);
        Ok((path, self.value(depth)?))
    }

    fn key_path(&mut self) -> Result<Vec<String>, TomlFault> {
        let mut path = Vec::new();
        loop {
            self.skip_blank(false);
            path.push(match self.peek() {
                Some('"') => self.basic()?,
                Some('\'') => self.literal()?,
                _ => {
                    let end = self.rest().find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(self.rest().len());
                    if end == 0 {
                        return Err(self.fault("expected a name"));
                    }
                    let key = self.rest()[..end].to_owned();
                    self.at += end;
                    key
                }
            });
            self.skip_blank(false);
            if self.peek() != Some('.') || path.len() > MAX_DEPTH {
                return Ok(path);
            }
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, TomlFault> {
        if depth > MAX_DEPTH {
            return Err(self.fault("too many lists within lists"));
        }
        match self.peek() {
            Some('"') if self.rest().starts_with("\"\"\"") => self.long("\"\"\"").map(Value::Text),
            Some('\'') if self.rest().starts_with("'''") => self.long("'''").map(Value::Text),
            Some('"') => self.basic().map(Value::Text),
            Some('\'') => self.literal().map(Value::Text),
            Some('[') => self.list(depth),
            Some('{') => self.table(depth),
            _ => self.plain(),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, TomlFault> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip_blank(true);
            if self.peek() == Some(']') {
                self.at += 1;
                return Ok(Value::List(items));
            }
            items.push(self.value(depth + 1)?);
            self.skip_blank(true);
            match self.peek() {
                Some(',') => self.at += 1,
                Some(']') => {}
                _ => return Err(self.fault("expected `,` or `]`")),
            }
        }
    }

    fn table(&mut self, depth: usize) -> Result<Value, TomlFault> {
        self.at += 1;
        let mut map = Map::new();
        loop {
            self.skip_blank(true);
            if self.peek() == Some('}') {
                self.at += 1;
                return Ok(Value::Map(map));
            }
            let start = self.at;
            let (path, value) = self.pair(depth + 1)?;
            put(&mut map, &path, value).map_err(|message| TomlFault { range: start..self.at, message })?;
            self.skip_blank(true);
            match self.peek() {
                Some(',') => self.at += 1,
                Some('}') => {}
                _ => return Err(self.fault("expected `,` or `}`")),
            }
        }
    }

    fn literal(&mut self) -> Result<String, TomlFault> {
        let line = self.rest().lines().next().unwrap_or_default();
        let Some(end) = line.get(1..).and_then(|inner| inner.find('\'')) else { return Err(self.fault("this text is never closed")) };
        let text = line[1..1 + end].to_owned();
        self.at += end + 2;
        Ok(text)
    }

    fn basic(&mut self) -> Result<String, TomlFault> {
        let rest = &self.text[self.at + 1..];
        let mut escaped = false;
        for (at, letter) in rest.char_indices() {
            match letter {
                '\n' => break,
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    let text = unescaped(&rest[..at]);
                    self.at += at + 2;
                    return Ok(text);
                }
                _ => {}
            }
        }
        Err(self.fault("this text is never closed"))
    }

    fn long(&mut self, quotes: &str) -> Result<String, TomlFault> {
        let rest = &self.text[self.at + 3..];
        let mut from = 0;
        let end = loop {
            let Some(end) = rest[from..].find(quotes).map(|end| from + end) else { return Err(self.fault("this text is never closed")) };
            let slashes = rest[..end].len() - rest[..end].trim_end_matches('\\').len();
            if quotes.starts_with('\'') || slashes.is_multiple_of(2) {
                break end;
            }
            from = end + 1;
        };
        // Up to two quotation marks may stand before the closing ones.
        let more = rest[end + 3..].chars().take_while(|c| quotes.starts_with(*c)).take(2).count();
        let text = &rest[..end + more];
        let text = text.strip_prefix("\r\n").or_else(|| text.strip_prefix('\n')).unwrap_or(text);
        let text = if quotes.starts_with('"') { unescaped(text) } else { text.to_owned() };
        self.at += 3 + end + more + 3;
        Ok(text)
    }

    /// A number, a date, yes or no.
    fn plain(&mut self) -> Result<Value, TomlFault> {
        let ends = |c: char| matches!(c, ',' | ']' | '}' | '#' | '\n' | '\r' | ' ' | '\t');
        let mut end = self.rest().find(ends).unwrap_or(self.rest().len());
        let rest = self.rest();
        // A day and its time may be parted by a blank.
        let time = |after: &str| after.len() > 3 && after.as_bytes()[..2].iter().all(u8::is_ascii_digit) && after.as_bytes()[2] == b':';
        if end == 10 && rest.as_bytes()[4] == b'-' && rest[end..].starts_with(' ') && rest.is_char_boundary(11) && time(&rest[11..]) {
            end = 11 + rest[11..].find(ends).unwrap_or(rest.len() - 11);
        }
        let word = rest[..end].to_owned();
        let value = match word.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => number(&word).or_else(|| looks_like_date(&word).then(|| Value::Text(word.clone()))).ok_or_else(|| {
                let what =
                    if word.is_empty() { "a value is missing".to_owned() } else { format!("`{word}` is no value: text needs quotes") };
                self.fault(what)
            })?,
        };
        self.at += end;
        Ok(value)
    }
}

fn number(word: &str) -> Option<Value> {
    let plain = word.replace('_', "");
    let radix = |prefix: &str, radix| plain.strip_prefix(prefix).and_then(|digits| i64::from_str_radix(digits, radix).ok());
    let whole = radix("0x", 16).or_else(|| radix("0o", 8)).or_else(|| radix("0b", 2)).or_else(|| plain.parse().ok());
    match whole {
        Some(whole) => Some(Value::Integer(whole)),
        None if plain.contains(|c: char| c.is_ascii_digit()) && !plain.contains(':') => plain.parse().ok().map(Value::Decimal),
        None if matches!(plain.trim_start_matches(['+', '-']), "inf" | "nan") => Some(Value::Text(plain)),
        None => None,
    }
}

fn looks_like_date(word: &str) -> bool {
    word.contains(['-', ':']) && word.starts_with(|c: char| c.is_ascii_digit()) && !word.contains(['"', '\'', '='])
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some(form @ ('u' | 'U')) => {
                let digits: String = letters.by_ref().take(if form == 'u' { 4 } else { 8 }).collect();
                out.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            }
            // At the end of a line: the line goes on where the next word begins.
            Some(blank) if blank.is_whitespace() => {
                let rest = letters.as_str().trim_start();
                letters = rest.chars();
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn json(text: &str) -> String {
        serde_json::to_string(&parse(text).expect("sound TOML")).expect("plain data")
    }

    #[test]
    fn front_matter_of_hugo_and_zola_is_read() {
        let text = "title = \"A \\\"b\\\" \\u00e9\" # note\ndate = 2020-03-01 10:00:00\nweight = 1_000\n'odd key' = 'c:\\d'\na.b = 1.5\n\
                    tags = [\n \"x\", # one\n 'y',\n]\n[taxonomies]\ncategories = [\"z\"]\n[extra]\ndeep = {k = [1, {v = true}]}\n\
                    [[menu.main]]\nname = \"Home\"\n[[menu.main]]\nname = '''\nTwo'''\n[menu.main.sub]\nx = \"\"\"a \\\n   b\"\"\"\n";
        assert_eq!(
            json(text),
            "{\"title\":\"A \\\"b\\\" é\",\"date\":\"2020-03-01 10:00:00\",\"weight\":1000,\"odd key\":\"c:\\\\d\",\"a\":{\"b\":1.5},\
             \"tags\":[\"x\",\"y\"],\"taxonomies\":{\"categories\":[\"z\"]},\"extra\":{\"deep\":{\"k\":[1,{\"v\":true}]}},\
             \"menu\":{\"main\":[{\"name\":\"Home\"},{\"name\":\"Two\",\"sub\":{\"x\":\"a b\"}}]}}"
        );
        assert_eq!(
            json("date = 2020-03-01T10:00:00Z\nday = 2020-03-01\nhour = 07:32:00\nhex = 0xff"),
            "{\"date\":\"2020-03-01T10:00:00Z\",\"day\":\"2020-03-01\",\"hour\":\"07:32:00\",\"hex\":255}"
        );
        assert_eq!(json(""), "{}");
    }

    #[test]
    fn a_fault_is_said_where_it_is() {
        for (text, at, message) in [
            ("a = 1\nb = word\n", "word", "`word` is no value: text needs quotes"),
            ("a = \"open\n", "\"open", "this text is never closed"),
            ("a = 1\na = 2\n", "a = 2", "`a` is written twice"),
            ("a = [1, 2\n", "", "expected `,` or `]`"),
            ("= 1", "= 1", "expected a name"),
            ("a = 1 b = 2", "b = 2", "expected the end of the line"),
            ("a = 1\n[a]\nb = 1", "[a]", "`a` is no table"),
        ] {
            let fault = parse(text).expect_err(text);
            assert_eq!((&text[fault.range.clone()], fault.message.as_str()), (at, message), "{text}");
        }
        let deep = format!("a = {}", "[".repeat(100_000));
        assert_eq!(parse(&deep).expect_err("deep").message, "too many lists within lists");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "([a-b]|[\\[\\]{}=.,\"'#\\\\\n -]|2020-01-01|é){0,40}") {
            let _ = parse(&text);
        }
    }
}

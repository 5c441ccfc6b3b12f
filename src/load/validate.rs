//! A page's front matter against its type: every fault of the file in one run, each with its place.
//! Whether what a page names exists is not known here; that is found out when the site is assembled.

use jiff::tz::TimeZone;

use super::check_value::{At, Check, Need, is_blank, meant, need, says_nothing};
use super::content_type::{ContentType, Field, Kind, OtherFields, Shared, steers};
use super::sheet::Sheet;
use super::value::{Map, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// The fields in the form that their kinds have everywhere else: a text where a list may stand becomes a list,
/// blank values that nobody needs are gone, and so are values of another kind than their field takes.
pub fn validate(content_type: &ContentType, shared: &[Field], written: &Map, sheet: &Sheet, zone: &TimeZone) -> (Map, Diagnostics) {
    let mut check = Check { sheet, zone, faults: Diagnostics::new() };
    let mut fields = Map::new();
    let known: Vec<&str> = content_type.fields.iter().chain(shared).map(|field| field.name.as_str()).collect();
    let meant = if content_type.other_fields == OtherFields::Refuse { meant(written, &known) } else { Vec::new() };
    let is_meant = |field: &Field| meant.contains(&field.name.as_str()) && written.get(&field.name).is_none();
    for field in shared.iter().filter(|field| !is_meant(field)) {
        let value = written.get(&field.name);
        if value.is_some_and(says_nothing) && check.holds_back(content_type, &field.name) {
            continue;
        }
        let checked = match content_type.shared {
            Shared::Strict => check.shared(content_type, field, value, written),
            Shared::Relaxed => check.relaxed(content_type, field, value, written),
        };
        if let Some(value) = checked {
            fields.insert(field.name.as_str(), value);
        }
    }
    for field in content_type.fields.iter().filter(|field| !is_meant(field)) {
        let needed = need(field, |name| written.get(name));
        if let Some(value) = check.field(field, written.get(&field.name), needed, At::TOP.key(&field.name)) {
            fields.insert(field.name.as_str(), value);
        }
    }
    check.others(content_type, shared, written, &mut fields);
    lend(content_type, &mut fields);
    (fields, check.faults)
}

impl Check<'_> {
    fn shared(&mut self, content_type: &ContentType, field: &Field, value: Option<&Value>, written: &Map) -> Option<Value> {
        let name = field.name.as_str();
        let at = At::TOP.key(name);
        if name == "type" {
            // The type is known by now, from the field or from the folder.
            return Some(Value::Text(content_type.id.clone()));
        }
        let needed = if content_type.requires(field) {
            Need::Always
        } else if field.required || content_type.lets_go(name) {
            Need::No
        } else {
            need(field, |name| written.get(name))
        };
        let rule = value.and_then(Value::as_text).and_then(|text| text_rule(name, text.trim(), written));
        let Some((message, help)) = rule else { return self.field(field, value, needed, at) };
        self.faults.push(Diagnostic::error(Code::FieldRule, self.value_place(at), message).help(help));
        // A pattern would say the same again, less plainly.
        let mut field = field.clone();
        field.limits.pattern = None;
        self.field(&field, value, needed, at)
    }

    /// A blank value means that nothing was meant, with two exceptions: an embargo without a time, and a status that was taken
    /// away from a page that is public without one. Both may have been meant to keep the page back.
    fn holds_back(&mut self, content_type: &ContentType, name: &str) -> bool {
        let at = At::TOP.key(name);
        let fault = |check: &Self, message| Diagnostic::error(Code::FieldEmpty, check.key_place(at), message);
        let fault = match name {
            "embargo" => fault(self, "`embargo` is there and does not say until when".to_owned())
                .help("write `until` with the time at which the page may be seen; if there is no embargo, remove `embargo` whole")
                .help("in a web editor that cannot remove it, set `until` to a time that has passed"),
            "status" if content_type.shared == Shared::Relaxed => fault(self, "`status` is empty".to_owned())
                .help("write `draft` to keep the page back or `published` to show it, or remove the line"),
            _ => return false,
        };
        self.faults.push(fault);
        true
    }

    /// Content written for another generator uses the same names in its own ways: only what steers publication must be right.
    fn relaxed(&mut self, content_type: &ContentType, field: &Field, value: Option<&Value>, written: &Map) -> Option<Value> {
        let name = field.name.as_str();
        let at = At::TOP.key(name);
        let value = value.filter(|value| !is_blank(value));
        match name {
            "type" => return Some(Value::Text(content_type.id.clone())),
            "title" if content_type.title_from.is_none() => {
                // A title such as 2023 is a number to YAML and a title to everybody else.
                let text = value.and_then(super::block::scalar_text).map(|text| Value::Text(text.trim().replace('\n', " ")));
                return text.or_else(|| self.field(field, written.get(name), Need::Always, at));
            }
            _ => {}
        }
        let value = value?;
        if steers(name) {
            return self.value(field, value, at);
        }
        let mut aside = Check { sheet: self.sheet, zone: self.zone, faults: Diagnostics::new() };
        match aside.value(field, value, at) {
            Some(checked) if aside.faults.is_empty() => Some(checked),
            _ => Some(value.clone()),
        }
    }

    /// Fields that neither the type nor every page has.
    fn others(&mut self, content_type: &ContentType, shared: &[Field], written: &Map, fields: &mut Map) {
        let known = || content_type.fields.iter().chain(shared).map(|field| field.name.as_str());
        for (name, value) in written.iter().filter(|(name, _)| !known().any(|known| known == *name)) {
            let place = |check: &Self| check.key_place(At::TOP.key(name));
            if let Some((_, reason)) = content_type.forbidden.iter().find(|(forbidden, _)| forbidden == name) {
                let fault = Diagnostic::error(Code::FieldForbidden, place(self), format!("`{name}` may not be written here"));
                self.faults.push(fault.help(reason.clone()));
            } else if content_type.other_fields == OtherFields::Keep {
                fields.insert(name, value.clone());
            } else {
                let fault = Diagnostic::error(Code::UnknownField, place(self), format!("unknown field `{name}`"));
                let fault = fault.label(format!("`{}` has no such field", content_type.id)).did_you_mean(name, known());
                let fault = if fault.help.is_empty() { self.elsewhere(fault, content_type, shared, name) } else { fault };
                self.faults.push(fault);
            }
        }
    }

    /// A field written one level too high is a matter of indentation.
    fn elsewhere(&self, fault: Diagnostic, content_type: &ContentType, shared: &[Field], name: &str) -> Diagnostic {
        let inside = content_type.fields.iter().chain(shared).find(|field| match &field.kind {
            Kind::Group { fields, .. } => fields.iter().any(|inner| inner.name == name),
            _ => false,
        });
        match inside {
            Some(group) => fault.help(format!("`{name}` belongs to `{}`: indent it below that line", group.name)),
            None => fault.help("remove it, or keep it out of the front matter"),
        }
    }
}

/// A title or a summary that a page leaves out is lent by the field that says the same.
fn lend(content_type: &ContentType, fields: &mut Map) {
    for (name, lender) in [("title", &content_type.title_from), ("summary", &content_type.summary_from)] {
        let Some(text) = lender.as_ref().and_then(|lender| fields.text(lender)).map(str::to_owned) else { continue };
        if fields.get(name).is_none() {
            fields.insert(name, Value::Text(text));
        }
    }
}

/// What titles and summaries have to do with each other and with the reader.
fn text_rule(name: &str, text: &str, written: &Map) -> Option<(String, String)> {
    match name {
        "title" if text.ends_with('.') && !text.ends_with("..") => {
            Some(("`title` ends with a full stop".into(), "remove the full stop: a title is not a sentence".into()))
        }
        "title" if text.contains(' ') && text.contains(char::is_alphabetic) && !text.contains(char::is_lowercase) => Some((
            "`title` is all in capitals".into(),
            "write it as in a sentence: capitals are hard to read and are read out letter by letter".into(),
        )),
        "summary" if !text.is_empty() && written.text("title").is_some_and(|title| same_words(title, text)) => {
            Some(("`summary` says the same as `title`".into(), "say what a reader will find on the page".into()))
        }
        "summary" if !text.is_empty() && !text.ends_with('.') => {
            Some(("`summary` does not end with a full stop".into(), "write it as a whole sentence, with a full stop at its end".into()))
        }
        _ => None,
    }
}

fn same_words(a: &str, b: &str) -> bool {
    let bare = |text: &str| text.trim().trim_end_matches('.').to_lowercase();
    bare(a) == bare(b)
}

#[cfg(test)]
mod tests;

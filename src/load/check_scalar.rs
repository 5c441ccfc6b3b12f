//! Single values: text and its limits, numbers, days and moments, choices, images.
//! What lies inside lists and groups comes here item by item from `check_value`.

use std::sync::LazyLock;

use super::block::scalar_text;
use super::check_value::{At, Check, amount, hinted, is_blank};
use super::content_type::{Choice, Field, Kind};
use super::form::{self, FormFault};
use super::instant::{self, InstantFault};
use super::value::{Map, Value};
use crate::diagnostic::{Code, Diagnostic};

impl Check<'_> {
    pub fn scalar(&mut self, field: &Field, value: &Value, at: At<'_>) -> Option<Value> {
        match &field.kind {
            Kind::Integer | Kind::Decimal => self.number(field, value, at),
            Kind::Boolean => self.boolean(value, at),
            Kind::Choice(choices) => self.choice(choices, value, at),
            Kind::Markdown => {
                let text = self.text(value, "text", at)?;
                self.form(form::visible(text), at);
                self.lengths(field, text, at);
                Some(Value::Text(text.to_owned()))
            }
            kind => {
                let text = one_line(self.text(value, expected(kind), at)?);
                // Web editors write a day as the moment at which it begins.
                let day = if matches!(kind, Kind::Date) { instant::day_that_begins(&text, self.zone) } else { None };
                let text = day.map_or(text, |day| day.to_string());
                self.form(form::visible(&text), at);
                let sound = self.written_form(field, &text, at);
                // The form's own message is plainer than that of a pattern, and one fault needs one message.
                if sound {
                    self.pattern(field, &text, at);
                }
                self.lengths(field, &text, at);
                // What cannot be a name leads nowhere: to look for it would only say the same again.
                let names = matches!(field.kind, Kind::Citation | Kind::Figure | Kind::Reference { .. } | Kind::File);
                (sound || !names).then_some(Value::Text(text))
            }
        }
    }

    fn text<'v>(&mut self, value: &'v Value, expected: &str, at: At<'_>) -> Option<&'v str> {
        match value {
            Value::Text(text) => Some(text),
            Value::Integer(_) | Value::Decimal(_) | Value::Bool(_) if expected.contains("text") => {
                let place = self.value_place(at);
                let written: String = place.text.chars().skip(place.column as usize - 1).take(place.width as usize).collect();
                self.wrong_kind(at, expected, value, format!("put it in quotes: \"{written}\""))
            }
            other => self.wrong_kind(at, expected, other, ""),
        }
    }

    /// What a kind asks of its text whatever the type says.
    fn written_form(&mut self, field: &Field, text: &str, at: At<'_>) -> bool {
        let form = match &field.kind {
            Kind::Date => return self.moment(instant::date(text).err(), at),
            Kind::Instant => return self.moment(instant::instant(text, self.zone).err(), at),
            Kind::Url => form::url(text),
            Kind::Email => form::email(text),
            Kind::Telephone => form::telephone(text),
            Kind::Language => form::language(text),
            Kind::Citation => form::citation(text),
            Kind::Figure | Kind::Reference { .. } => form::record(text),
            Kind::File => form::path(text),
            Kind::Text if field.name == "orcid" => form::orcid(text),
            _ => Ok(()),
        };
        self.form(form, at)
    }

    fn moment(&mut self, fault: Option<InstantFault>, at: At<'_>) -> bool {
        let Some(fault) = fault else { return true };
        let diagnostic = Diagnostic::error(fault.code, self.value_place(at), fault.message).label(format!("value of `{}`", at.path()));
        self.faults.push(fault.help.into_iter().fold(diagnostic, Diagnostic::help));
        false
    }

    fn form(&mut self, form: Result<(), FormFault>, at: At<'_>) -> bool {
        let Err(fault) = form else { return true };
        let message = match fault.message.starts_with(['`']) {
            true => format!("`{}`: {}", at.path(), fault.message),
            false => format!("`{}` {}", at.path(), fault.message),
        };
        self.faults.push(Diagnostic::error(fault.code, self.value_place(at), message).help(fault.help));
        false
    }

    fn pattern(&mut self, field: &Field, text: &str, at: At<'_>) {
        let Some((_, example)) = field.limits.pattern.as_ref().filter(|(pattern, _)| !pattern.is_match(text)) else { return };
        let message = format!("`{}` does not have the form that is asked for", at.path());
        let fault = Diagnostic::error(Code::FieldPattern, self.value_place(at), message);
        self.faults.push(hinted(fault.help(format!("write it like `{example}`")), field));
    }

    fn lengths(&mut self, field: &Field, text: &str, at: At<'_>) {
        let limits = &field.limits;
        if limits.min_words.is_some() || limits.max_words.is_some() {
            self.length(words(text), limits.min_words, limits.max_words, ("word", "words"), at);
        }
        if limits.min_chars.is_some() || limits.max_chars.is_some() {
            self.length(text.chars().count(), limits.min_chars, limits.max_chars, ("character", "characters"), at);
        }
    }

    fn length(&mut self, found: usize, least: Option<usize>, most: Option<usize>, (one, many): (&str, &str), at: At<'_>) {
        let has = format!("`{}` has {}", at.path(), amount(found, one, many));
        let (message, help) = match (least, most) {
            (Some(least), _) if found < least => {
                (format!("{has}, and at least {least} are needed"), format!("add {} or more", amount(least - found, one, many)))
            }
            (_, Some(most)) if found > most => {
                (format!("{has}, and at most {most} are allowed"), format!("take out {} or more", amount(found - most, one, many)))
            }
            _ => return,
        };
        self.faults.push(Diagnostic::error(Code::FieldLimit, self.value_place(at), message).help(help));
    }

    fn number(&mut self, field: &Field, value: &Value, at: At<'_>) -> Option<Value> {
        let whole = matches!(field.kind, Kind::Integer);
        let expected = if whole { "a whole number" } else { "a number" };
        let number = match value {
            Value::Integer(integer) => *integer as f64,
            Value::Decimal(decimal) if !whole && decimal.is_finite() => *decimal,
            Value::Decimal(decimal) if !decimal.is_finite() => {
                let message = format!("`{}` takes {expected}, found one that is without end or no number at all", at.path());
                self.faults.push(Diagnostic::error(Code::FieldKind, self.value_place(at), message).help("write the number in digits"));
                return None;
            }
            Value::Text(text) => return self.wrong_kind(at, expected, value, digits(text)),
            other => return self.wrong_kind(at, expected, other, ""),
        };
        let limits = (field.limits.min, field.limits.max);
        let allowed = match limits {
            (Some(least), Some(most)) => format!("from {least} to {most}"),
            (Some(least), None) => format!("{least} or more"),
            (None, Some(most)) => format!("{most} or less"),
            (None, None) => return Some(value.clone()),
        };
        if limits.0.is_some_and(|least| number < least) || limits.1.is_some_and(|most| number > most) {
            let message = format!("`{}` is {number}, and only {allowed} is allowed", at.path());
            self.faults.push(hinted(Diagnostic::error(Code::FieldLimit, self.value_place(at), message), field));
        }
        Some(value.clone())
    }

    fn boolean(&mut self, value: &Value, at: At<'_>) -> Option<Value> {
        if let Value::Bool(_) = value {
            return Some(value.clone());
        }
        let help = match value.as_text().map(str::to_lowercase).as_deref() {
            Some("yes" | "y" | "on" | "true") => "write `true`, without quotes",
            Some("no" | "n" | "off" | "false") => "write `false`, without quotes",
            _ => "write `true` or `false`",
        };
        self.wrong_kind(at, "`true` or `false`", value, help)
    }

    fn choice(&mut self, choices: &[Choice], value: &Value, at: At<'_>) -> Option<Value> {
        let Some(written) = scalar_text(value) else { return self.wrong_kind(at, "one of its choices", value, choose(choices)) };
        let written = written.trim().to_owned();
        if choices.iter().any(|choice| choice.value == written) {
            return Some(Value::Text(written));
        }
        let message = format!("`{}` must be one of: {}", at.path(), values(choices).join(", "));
        let fault = Diagnostic::error(Code::FieldChoice, self.value_place(at), message).label(format!("`{written}` is none of them"));
        // Editors see the labels on the site, so a label is as likely as a slip of the pen.
        let labelled = choices.iter().find(|choice| choice.label.eq_ignore_ascii_case(&written));
        self.faults.push(match labelled {
            Some(choice) => fault.help(format!("did you mean `{}`?", choice.value)),
            None => fault.did_you_mean(&written, values(choices)),
        });
        None
    }

    /// A path, or a path with what belongs to the picture.
    pub fn image(&mut self, value: &Value, at: At<'_>) -> Option<Value> {
        let map = match value {
            Value::Text(path) => {
                self.form(form::visible(path), at);
                let sound = self.form(form::path(path.trim()), at);
                self.alt_missing(at);
                return sound.then(|| Value::Text(path.trim().to_owned()));
            }
            Value::Map(map) => map,
            other => return self.wrong_kind(at, "a picture", other, "write `{src: picture.jpg, alt: what it shows}`"),
        };
        let mut checked = self.group(&IMAGE_FIELDS, map, at);
        if checked.text("src").is_some_and(|path| !self.form(form::path(path), at.key("src"))) {
            checked.insert("src", Value::Null);
        }
        let is_true = |name: &str| map.get(name) == Some(&Value::Bool(true));
        let has = |map: &Map, name: &str| map.get(name).is_some_and(|value| !is_blank(value));
        match (has(map, "alt"), is_true("decorative")) {
            (false, false) => self.alt_missing(at),
            (true, true) => {
                let message = format!("`{}` is decorative and still says what it shows", at.path());
                let fault = Diagnostic::error(Code::FieldRule, self.key_place(at.key("alt")), message);
                self.faults.push(fault.help("remove `alt`, or `decorative`"));
            }
            _ => {}
        }
        if is_true("people") && !has(map, "consent") {
            let message = format!("`{}` shows people and does not say that they consent", at.path());
            self.faults
                .push(Diagnostic::error(Code::FieldMissing, self.key_place(at), message).help("add `consent:` with who agreed, and when"));
        }
        Some(Value::Map(checked))
    }

    fn alt_missing(&mut self, at: At<'_>) {
        let fault = Diagnostic::error(Code::ImageAlt, self.key_place(at), format!("`{}` does not say what the picture shows", at.path()));
        self.faults.push(fault.help("add `alt:` with what it shows, or `decorative: true` if it adds nothing"));
    }
}

/// What a picture may bring along.
pub static IMAGE_FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let field = |name: &str, label: &str, kind: Kind, required: bool, hint: &str| Field {
        name: name.into(),
        label: label.into(),
        kind,
        required,
        required_if: Default::default(),
        hint: hint.into(),
        limits: Default::default(),
        facet: false,
        search: None,
        moment: false,
    };
    vec![
        field("src", "File", Kind::Text, true, "The picture's file, from the page or, with a leading `/`, from the hub's folder."),
        field("alt", "What it shows", Kind::Text, false, "In words, for those who cannot see it."),
        field("credit", "Credit", Kind::Text, false, "Who made it."),
        field("licence", "Licence", Kind::Text, false, "What others may do with it."),
        field("decorative", "Decorative", Kind::Boolean, false, "True if the page says as much without it."),
        field("people", "People", Kind::Boolean, false, "True if anybody in it can be known."),
        field("consent", "Consent", Kind::Text, false, "Who agreed to be shown, and when."),
    ]
});

fn expected(kind: &Kind) -> &'static str {
    match kind {
        Kind::Date => "a day such as 2026-03-14",
        Kind::Instant => "a moment such as 2026-03-14T09:30:00+00:00",
        Kind::Reference { .. } => "the name of a record as text",
        Kind::Citation => "a source as text",
        Kind::Figure => "the name of a figure as text",
        Kind::File => "the path of a file as text",
        Kind::Url => "a web address",
        Kind::Email => "an e-mail address",
        Kind::Telephone => "a telephone number as text",
        Kind::Language => "a language tag",
        _ => "text",
    }
}

/// Words that people read: a citation such as `[@key, p. 1]` is none.
pub fn words(text: &str) -> usize {
    let mut rest = text;
    let mut count = 0;
    while let Some(start) = rest.find("[@") {
        let end = rest[start..].find(']').map_or(rest.len(), |end| start + end + 1);
        count += rest[..start].split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
        rest = &rest[end..];
    }
    count + rest.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// Text in block style keeps its line ends; as one text it has none.
fn one_line(text: &str) -> String {
    let text = text.trim();
    if text.contains(['\n', '\r']) { text.lines().map(str::trim).collect::<Vec<_>>().join(" ") } else { text.to_owned() }
}

fn digits(text: &str) -> String {
    let bare: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '%' | '£')).collect();
    match bare.parse::<f64>() {
        Ok(number) if number.is_finite() && bare == text => format!("write {bare}, without quotes"),
        Ok(number) if number.is_finite() => format!("write {bare}: digits alone, and a point before decimals"),
        _ => "write digits alone, without quotes".into(),
    }
}

fn values(choices: &[Choice]) -> Vec<&str> {
    choices.iter().map(|choice| choice.value.as_str()).collect()
}

fn choose(choices: &[Choice]) -> String {
    format!("choose one of: {}", values(choices).join(", "))
}

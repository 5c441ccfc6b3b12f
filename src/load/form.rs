//! Written forms that a value must have whatever the type says: addresses, numbers, tags, paths.
//! Each check gives what is wrong and what to do; whether the thing exists is found out elsewhere.

use crate::diagnostic::Code;

/// What is wrong with a form: the end of a sentence that begins with the field's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormFault {
    pub code: Code,
    pub message: String,
    pub help: String,
}

type Form = Result<(), FormFault>;

fn fault(message: impl Into<String>, help: impl Into<String>) -> Form {
    Err(FormFault { code: Code::FieldPattern, message: message.into(), help: help.into() })
}

/// A control character other than a tab or a line end: invisible, and never meant.
pub fn visible(text: &str) -> Form {
    match text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r')) {
        Some(found) => fault(
            format!("has an invisible control character (U+{:04X})", u32::from(found)),
            "delete the text around it and type it again; such characters come along when text is copied",
        ),
        None => Ok(()),
    }
}

pub fn url(text: &str) -> Form {
    let example = "write the whole address, as in `https://www.example.org/report`";
    let Some((scheme, rest)) = text.split_once("://") else {
        return match text.split_once(':') {
            Some((scheme, _)) if is_scheme(scheme) => not_web(scheme),
            _ if text.starts_with("www.") => fault(format!("`{text}` is no web address"), format!("write `https://{text}`")),
            _ => fault(format!("`{text}` is no web address"), example),
        };
    };
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
        return not_web(scheme);
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host.rsplit_once('@').map_or(host, |(_, name)| name);
    if host.contains('@') {
        return fault(format!("`{text}` has a user name in it"), "remove what stands before the `@`");
    }
    let port = name.rsplit_once(':').filter(|_| !name.ends_with(']')).map_or("", |(_, port)| port);
    let bare = name.strip_suffix(&format!(":{port}")).unwrap_or(name);
    let sound = !bare.is_empty() && !bare.starts_with('.') && !bare.contains("..") && port.bytes().all(|b| b.is_ascii_digit());
    if !sound || text.chars().any(|c| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '\\' | '{' | '}')) {
        return fault(format!("`{text}` is no web address"), example);
    }
    Ok(())
}

fn not_web(scheme: &str) -> Form {
    Err(FormFault {
        code: Code::LinkScheme,
        message: format!("takes a web address, and `{scheme}:` is none"),
        help: "write an address that starts with `https://`".into(),
    })
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

pub fn email(text: &str) -> Form {
    let bare = text.strip_prefix("mailto:").unwrap_or(text);
    let (name, host) = bare.rsplit_once('@').unwrap_or_default();
    let name_is_sound = !name.is_empty()
        && name.split('.').all(|part| !part.is_empty())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b));
    let labels: Vec<&str> = host.split('.').collect();
    let label_is_sound = |label: &&str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    if !(name_is_sound && labels.len() > 1 && labels.iter().all(label_is_sound)) {
        return fault(format!("`{text}` is no e-mail address"), "write one address, as in `press@example.org`");
    }
    if bare != text {
        return fault(format!("`{text}` has `mailto:` before the address"), format!("write `{bare}`"));
    }
    Ok(())
}

/// Digits with spaces, brackets and hyphens, perhaps an extension; short numbers such as 999 and 116 123 are numbers too.
pub fn telephone(text: &str) -> Form {
    let number = text.split_once(" ext").map_or(text, |(number, _)| number);
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let sound = number.chars().enumerate().all(|(at, c)| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '-') || (at == 0 && c == '+'));
    let rest = text.split_once(" ext").map_or("", |(_, rest)| rest);
    let extension = rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' '));
    if sound && extension && (3..=15).contains(&digits) {
        return Ok(());
    }
    fault(format!("`{text}` is no telephone number"), "write digits and spaces, as in `020 7946 0018` or `+44 20 7946 0018`")
}

/// BCP 47 tags are words of letters and digits; the first says the language in two or three letters.
pub fn language(text: &str) -> Form {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let first_is_sound = (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
    let rest: Vec<&str> = parts.collect();
    let in_alphabet = rest.iter().all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    // A single letter announces an extension, so something must follow it.
    let announced = rest.last().is_none_or(|last| last.len() > 1);
    if first_is_sound && in_alphabet && announced {
        return Ok(());
    }
    let example = "write a language tag, as in `en-GB`, `cy` or `pl`";
    match text.replace('_', "-") {
        mended if mended != text && language(&mended).is_ok() => fault(format!("`{text}` is no language tag"), format!("write `{mended}`")),
        _ => fault(format!("`{text}` is no language tag"), example),
    }
}

/// The last character of an ORCID is worked out from the others (ISO 7064, mod 11-2).
pub fn orcid(text: &str) -> Form {
    let characters: Vec<char> = text.chars().filter(|c| *c != '-').collect();
    let [digits @ .., last] = characters.as_slice() else { return Ok(()) };
    if digits.len() != 15 || !digits.iter().all(char::is_ascii_digit) {
        return fault(format!("`{text}` is no ORCID"), "write four groups of four, as in `0000-0002-1825-0097`");
    }
    let total = digits.iter().filter_map(|digit| digit.to_digit(10)).fold(0, |total, digit| (total + digit) * 2 % 11);
    let expected = match (12 - total) % 11 {
        10 => 'X',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    };
    if *last == expected {
        return Ok(());
    }
    fault(format!("`{text}` is no ORCID: its last character does not fit the others"), "one of the characters is mistyped: copy it again")
}

/// A source's key, then perhaps a comma and where in the source.
pub fn citation(text: &str) -> Form {
    let key = text.split_once(',').map_or(text, |(key, _)| key).trim();
    let plain = key.trim_start_matches(['[', '@']);
    if plain != key {
        let bare = text.trim_start_matches(['[', '@']).trim_end_matches(']');
        return fault(format!("`{text}` is written as it would be inside the text"), format!("here write `{bare}`"));
    }
    let sound = key.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.' | '/' | '+'));
    if sound {
        return Ok(());
    }
    fault(
        format!("`{text}` names no source"),
        "write the source's key, and after a comma the page or paragraph, as in `swtf-interim-2009, para. 1.42`",
    )
}

/// The name of a record: its permanent id, or its file's name without folder and ending.
pub fn record(text: &str) -> Form {
    if let Some(name) = text.strip_prefix("id:").or_else(|| text.strip_prefix("figure:")) {
        return fault(format!("`{text}` is written as it would be in a link"), format!("here write `{name}`"));
    }
    if text.contains("://") {
        return fault(
            format!("`{text}` is a web address, and records are named"),
            "write the record's id, as in `rs-0012`, or its file's name",
        );
    }
    let path = text.strip_suffix(".md");
    if path.is_some() || text.contains('/') {
        let name = path.unwrap_or(text).trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        return fault(format!("`{text}` is a path, and records are named"), format!("write `{name}`"));
    }
    Ok(())
}

/// A file of the hub, from the page or, with a leading `/`, from the hub's own folder.
pub fn path(text: &str) -> Form {
    if text.contains("://") || text.starts_with("//") {
        return fault(
            format!("`{text}` is not a file of this hub"),
            "copy the file into the hub and write its path: pages ask nothing of other hosts",
        );
    }
    if text.contains('\\') {
        return fault(format!("`{text}` has a backslash"), format!("write `{}`", text.replace('\\', "/")));
    }
    if text.ends_with('/') {
        return fault(format!("`{text}` is a folder"), "write the path of a file");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound(check: fn(&str) -> Form, texts: &[&str]) {
        for text in texts {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    fn refused(check: fn(&str) -> Form, texts: &[(&str, &str)]) {
        for (text, help) in texts {
            assert_eq!(check(text).expect_err(text).help, *help, "{text}");
        }
    }

    #[test]
    fn web_addresses() {
        sound(
            url,
            &[
                "https://example.org",
                "http://example.org:8080/a?b=c#d",
                "HTTPS://example.org/ü",
                "https://localhost/",
                "https://[2001:db8::1]/x",
            ],
        );
        let whole = "write the whole address, as in `https://www.example.org/report`";
        refused(
            url,
            &[
                ("www.example.org", "write `https://www.example.org`"),
                ("/guides/", whole),
                ("https://", whole),
                ("https://a b", whole),
                ("https://me@example.org/", "remove what stands before the `@`"),
                ("javascript:alert(1)", "write an address that starts with `https://`"),
                ("ftp://example.org/x", "write an address that starts with `https://`"),
            ],
        );
        assert_eq!(url("javascript:alert(1)").expect_err("script").code, Code::LinkScheme);
    }

    #[test]
    fn post_telephones_and_languages() {
        sound(email, &["press@example.org", "o'brien+x@press.example.org.uk"]);
        let one = "write one address, as in `press@example.org`";
        refused(
            email,
            &[("press", one), ("press@office", one), ("a@b.org, c@d.org", one), ("a@@b.org", one), ("mailto:a@b.org", "write `a@b.org`")],
        );
        sound(telephone, &["020 7946 0018", "+44 (0)20 7946 0018", "116 123", "999", "01632 960 001 ext. 12"]);
        let digits = "write digits and spaces, as in `020 7946 0018` or `+44 20 7946 0018`";
        refused(telephone, &[("call us", digits), ("12", digits), ("0207946001800000000", digits), ("020 7946 0018; rm", digits)]);
        sound(language, &["en", "en-GB", "cy", "zh-Hant-TW", "de-CH-1996", "en-x-plain"]);
        let tag = "write a language tag, as in `en-GB`, `cy` or `pl`";
        refused(language, &[("english", tag), ("en_GB", "write `en-GB`"), ("e", tag), ("en-", tag), ("en-x", tag)]);
    }

    #[test]
    fn records_sources_and_files() {
        sound(orcid, &["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"]);
        refused(orcid, &[("0000-0002-1825-0098", "one of the characters is mistyped: copy it again")]);
        sound(citation, &["swtf-interim-2009", "swtf-interim-2009, para. 1.42"]);
        refused(citation, &[("[@gscc2009, p. 12]", "here write `gscc2009, p. 12`")]);
        sound(record, &["rs-0012", "supervision-time"]);
        refused(record, &[("../guides/supervision.md", "write `supervision`"), ("figure:vac-child", "here write `vac-child`")]);
        sound(path, &["chart.png", "/media/chart.png", "../chart.png"]);
        refused(path, &[("a\\b.png", "write `a/b.png`")]);
        assert!(path("https://example.org/a.png").is_err() && visible("a\u{7}b").is_err());
    }
}

//! Media response kits: nothing is quoted that cannot be traced, and somebody can always be reached.

use super::number;
use super::page::Page;
use crate::assemble::figure::Figure;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::document::Origin;
use crate::load::markdown::{Prose, ReferenceKind};
use crate::load::value::{KeyPath, Step};

/// How many figures the help of one fault names.
const FEW: usize = 4;

/// Every number in a line for the press is a link to a key figure, so that its base and its source go with it.
pub fn numbers_from_figures(page: &Page, faults: &mut Diagnostics) {
    for passage in &page.document.passages {
        let Origin::Field(path, text) = &passage.origin else { continue };
        let [Step::Key(list), Step::Item(_), Step::Key(field)] = path.0.as_slice() else { continue };
        if (list.as_str(), field.as_str()) != ("lines", "text") {
            continue;
        }
        for range in number::find(&without_references(text, &passage.prose)) {
            let words = &text[range.clone()];
            let place = page.place_of_words(path, text, range.clone());
            let fault = Diagnostic::error(Code::RuleNumber, place, format!("`{words}` does not come from a key figure"));
            faults.push(suggest(page, words, fault));
        }
    }
}

/// The same text, byte for byte as long, with blanks where a record, a source or an address stands.
fn without_references(text: &str, prose: &Prose) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for reference in &prose.references {
        let hidden = match reference.kind {
            ReferenceKind::Link(_) | ReferenceKind::Language(_) | ReferenceKind::Term(_) => reference.target.clone(),
            _ => reference.range.clone(),
        };
        bytes[hidden].fill(b' ');
    }
    // Ranges of references begin and end between characters, so this is text still.
    String::from_utf8(bytes).unwrap_or_default()
}

fn suggest(page: &Page, words: &str, fault: Diagnostic) -> Diagnostic {
    let values = number::values(words);
    let says = |figure: &&Figure| {
        figure.agrees(words) || (!values.is_empty() && number::values(&figure.display).iter().any(|value| values.contains(value)))
    };
    let all = page.world.figures.values();
    let near: Vec<&Figure> = all.filter(says).take(FEW).collect();
    let link = |figure: &Figure| format!("[{}](figure:{})", figure.display, figure.name);
    let mut fault = fault;
    for figure in &near {
        fault = fault.help(format!("if it means {}, write `{}`", figure.what, link(figure)));
    }
    if near.is_empty() {
        let own: Vec<String> = page.texts("key_figures").filter_map(|(_, name)| page.world.figure(name)).take(FEW).map(link).collect();
        if !own.is_empty() {
            fault = fault.help(format!("the kit's own figures are linked so: {}", own.join(", ")));
        }
        fault = fault.help("make a record for the number with `almoner new key-figure`, and link to it");
    }
    fault.help("or say it without a number")
}

/// A journalist can ring somebody by day and by night. For types of a hub's own: the shipped ones require the numbers themselves.
pub fn contacts_complete(page: &Page, faults: &mut Diagnostics) {
    let path = KeyPath::from("contacts");
    let Some(contacts) = page.group("contacts") else {
        if !page.type_requires("contacts") {
            faults.push(Diagnostic::error(Code::FieldMissing, page.document.sheet.top(), "the page has no press contacts").help(NUMBERS));
        }
        return;
    };
    for (name, when) in [("phone", "in working hours"), ("out_of_hours", "at night and on days off")] {
        let reachable = contacts.text(name).is_some_and(|number| number.contains(|c: char| c.is_ascii_digit()));
        if !reachable {
            let message = format!("the press contacts have no number for calls {when}: `{name}`");
            faults.push(Diagnostic::error(Code::FieldMissing, page.key_place(&path), message).help(NUMBERS));
        }
    }
}

const NUMBERS: &str = "write both numbers under `contacts:`, as in `phone: 01632 960101` and `out_of_hours: 01632 960102`";

#[cfg(test)]
mod tests {
    use super::super::case::said;

    const FIGURE: &str = "=== figures/vac-child.md\nid: kf-0001\ndisplay: 9.5%\nvalue: 9.5\nwhat: empty posts\n";

    #[test]
    fn numbers_in_lines_come_from_figures() {
        let kit = |text: &str| {
            said(&format!(
                "{FIGURE}=== media/a.md\nkey_figures: [vac-child]\nlines:\n  - text: {text}\n    valid_until: 2027-01-01T00:00:00Z\n"
            ))
        };
        assert_eq!(
            kit("In 2006 it was 9.5%, says [a page](https://example.org/7)."),
            [
                "media/a.md:6:26 error rule-number | `9.5%` does not come from a key figure | if it means empty posts, write `[9.5%](figure:vac-child)`; or say it without a number"
            ]
        );
        assert_eq!(
            kit(">-\n      It was [9.5%](figure:vac-child) then,\n      and \"one third\" now."),
            [
                "media/a.md:8:12 error rule-number | `one third` does not come from a key figure | the kit's own figures are linked so: [9.5%](figure:vac-child); make a record for the number with `almoner new key-figure`, and link to it; or say it without a number"
            ]
        );
        assert_eq!(kit("In 2006 it was [9.5%](figure:vac-child) [@lgar-2006, p. 12]."), Vec::<String>::new());
    }

    #[test]
    fn a_line_whose_time_is_over_is_read_by_nobody() {
        let kit = "=== media/a.md\nlines:\n  - {text: It is 12% now., valid_until: 2026-02-01T00:00:00Z}\n";
        assert_eq!(said(kit), Vec::<String>::new());
    }

    #[test]
    fn contacts_have_both_numbers() {
        let kind = "=== _types/desk.yaml\nname: Desk\nplural: Desks\nhelp: x\nfolder: desks\nfields:\n  contacts: {kind: group, fields: {phone: {kind: telephone}, out_of_hours: {kind: telephone}}}\nrules: [contacts-complete]\n";
        assert_eq!(
            said(&format!("{kind}=== desks/a.md\ncontacts:\n  phone: 01632 960101\n=== desks/b.md\nid: dk-0001\n")),
            [
                "desks/a.md:4:1 error field-missing | the press contacts have no number for calls at night and on days off: `out_of_hours` | write both numbers under `contacts:`, as in `phone: 01632 960101` and `out_of_hours: 01632 960102`",
                "desks/b.md:1:1 error field-missing | the page has no press contacts | write both numbers under `contacts:`, as in `phone: 01632 960101` and `out_of_hours: 01632 960102`",
            ]
        );
    }
}

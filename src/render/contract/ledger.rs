//! What templates ask for, by place, over everything that they are drawn with; and what is said about it in the end.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::shape::Shape;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::load::source::Source;

/// A stretch of one template.
pub type Spot = (String, usize, usize);

/// Where the walk is, for what is written down there.
#[derive(Debug, Clone, Default)]
pub struct Post {
    pub file: String,
    /// What is drawn: `pages of the type x` or the template's name.
    pub drawing: String,
    /// Components on the way here, outermost first, by the place of their call.
    pub calls: Vec<Spot>,
}

#[derive(Debug, Default)]
pub struct Ledger {
    asks: BTreeMap<Spot, Ask>,
    /// Faults that are such whatever else holds.
    wrongs: BTreeMap<(Spot, String), Finding>,
}

/// One question for a part of a value. One that is there for some of what is drawn, and only tested for, is a fair question.
#[derive(Debug, Default)]
struct Ask {
    found: bool,
    needed: bool,
    lack: Option<Finding>,
}

#[derive(Debug, Clone)]
struct Finding {
    message: String,
    help: Vec<String>,
    drawing: BTreeSet<String>,
    calls: Vec<Spot>,
}

impl Finding {
    fn new(post: &Post, message: String, help: Vec<String>) -> Self {
        Finding { message, help, drawing: BTreeSet::from([post.drawing.clone()]), calls: post.calls.clone() }
    }
}

pub fn spot(post: &Post, at: &Range<usize>) -> Spot {
    (post.file.clone(), at.start, at.end)
}

impl Ledger {
    pub fn found(&mut self, post: &Post, at: &Range<usize>) {
        self.asks.entry(spot(post, at)).or_default().found = true;
    }

    pub fn lacks(&mut self, post: &Post, at: &Range<usize>, message: impl FnOnce() -> (String, Vec<String>)) {
        let ask = self.asks.entry(spot(post, at)).or_default();
        match &mut ask.lack {
            Some(lack) => {
                lack.drawing.insert(post.drawing.clone());
            }
            None => {
                let (message, help) = message();
                ask.lack = Some(Finding::new(post, message, help));
            }
        }
    }

    /// What is asked for there is used, not only tested for.
    pub fn needs(&mut self, post: &Post, at: &Range<usize>) {
        self.asks.entry(spot(post, at)).or_default().needed = true;
    }

    pub fn wrong(&mut self, post: &Post, at: &Range<usize>, message: String, help: Vec<String>) {
        let finding = self.wrongs.entry((spot(post, at), message.clone())).or_insert_with(|| Finding::new(post, message, help));
        finding.drawing.insert(post.drawing.clone());
    }

    /// `own` says whether a template is the hub's: what the shipped theme tests for in vain is for its own tests to find.
    pub fn close(self, sources: &BTreeMap<String, Arc<Source>>, own: &dyn Fn(&str) -> bool) -> Diagnostics {
        let mut faults = Diagnostics::new();
        for (spot, ask) in self.asks {
            let Some(mut lack) = ask.lack else { continue };
            if ask.needed {
                faults.extend(fault(sources, &spot, lack));
            } else if !ask.found && own(&spot.0) {
                lack.help.push("no page has it, so the answer is always no".to_owned());
                // A part may be ready for what no template gives it just now.
                let severity = if lack.calls.is_empty() { Severity::Error } else { Severity::Warning };
                faults.extend(fault(sources, &spot, lack).map(|fault| fault.at_most(severity)));
            }
        }
        faults.extend(self.wrongs.into_iter().filter_map(|((spot, _), finding)| fault(sources, &spot, finding)));
        faults
    }
}

fn fault(sources: &BTreeMap<String, Arc<Source>>, spot: &Spot, finding: Finding) -> Option<Diagnostic> {
    let place = |spot: &Spot| -> Option<Place> { Some(sources.get(&spot.0)?.place(spot.1..spot.2)) };
    let mut fault = Diagnostic::error(Code::TemplateField, place(spot)?, finding.message);
    for help in finding.help {
        fault = fault.help(help);
    }
    for call in finding.calls.iter().rev() {
        fault = fault.related(place(call)?, "called here");
    }
    let drawing: Vec<&str> = finding.drawing.iter().map(String::as_str).filter(|drawing| *drawing != format!("`{}`", spot.0)).collect();
    Some(match drawing.as_slice() {
        [] => fault,
        [one] => fault.help(format!("it is asked for in drawing {one}")),
        [one, two] => fault.help(format!("it is asked for in drawing {one} and {two}")),
        [one, two, rest @ ..] => fault.help(format!("it is asked for in drawing {one}, {two} and {} more", rest.len())),
    })
}

/// "it has: a, b, c", at most a dozen names.
pub fn names(start: &str, names: &[&str]) -> Option<String> {
    const SHOWN: usize = 12;
    /// The first dozen of so many would help nobody.
    const MANY: usize = 200;
    if names.is_empty() || names.len() > MANY {
        return None;
    }
    let shown = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(SHOWN);
    Some(if more == 0 { format!("{start}: {shown}") } else { format!("{start}: {shown} and {more} more") })
}

/// Help for a name that is not among those that are there.
pub fn instead(written: &str, start: &str, known: &[&str]) -> Vec<String> {
    let near = crate::diagnostic::nearest(written, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
    near.into_iter().chain(names(start, known)).collect()
}

/// Help for something that is used as a whole although it has parts.
pub fn parts(shape: &Shape) -> Vec<String> {
    match shape {
        Shape::List(_) => vec!["go through it with `{% for item in … %}`".to_owned()],
        Shape::Phrase(gaps) => vec![fill(gaps)],
        shape => names("it has", &shape.names()).into_iter().collect(),
    }
}

/// Help for words of the theme whose gaps are open.
pub fn fill(gaps: &[String]) -> String {
    let gaps: Vec<String> = gaps.iter().map(|gap| format!("{gap}=…")).collect();
    format!("fill its gaps with `| fill({})`", gaps.join(", "))
}

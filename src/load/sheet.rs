//! A YAML text inside a source file: the whole of a data file, or what stands between the fences of a page.
//! It reads the fields once and can point at any of them later.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::locate::Locator;
use super::source::Source;
use super::value::{KeyPath, Map};
use super::yaml;
use crate::diagnostic::{Code, Diagnostic, Place};

#[derive(Debug, Clone)]
pub struct Sheet {
    pub source: Arc<Source>,
    range: Range<usize>,
    /// Most files are sound and need no places: made when first asked for.
    locator: OnceLock<Locator>,
}

impl Sheet {
    pub fn whole(source: Arc<Source>) -> Self {
        let range = 0..source.text.len();
        Sheet::part(source, range)
    }

    pub fn part(source: Arc<Source>, range: Range<usize>) -> Self {
        Sheet { source, range, locator: OnceLock::new() }
    }

    fn text(&self) -> &str {
        &self.source.text[self.range.clone()]
    }

    pub fn read(&self) -> Result<Map, Box<Diagnostic>> {
        yaml::parse(self.text()).map_err(|fault| {
            if fault.code == Code::DuplicateField
                && let Some((path, first, second)) = self.locator().duplicates().first()
            {
                return Box::new(
                    Diagnostic::error(Code::DuplicateField, self.place(second.clone()), format!("field `{path}` is written twice"))
                        .help("keep one of the two")
                        .related(self.place(first.clone()), "the first is here"),
                );
            }
            Box::new(Diagnostic::error(fault.code, self.place(fault.range), fault.message).help(fault.help))
        })
    }

    /// Where a field's name stands; for a field that is not written, its group, or the top of the sheet.
    pub fn key_place(&self, path: &KeyPath) -> Place {
        self.nearest(path, Locator::key)
    }

    /// Where a field's value stands; for an empty value, its name.
    pub fn value_place(&self, path: &KeyPath) -> Place {
        match self.locator().value(path) {
            Some(range) if !range.is_empty() => self.place(range),
            _ => self.key_place(path),
        }
    }

    /// The bytes of a value in the file; none where nothing is written.
    pub fn value_range(&self, path: &KeyPath) -> Option<Range<usize>> {
        self.locator().value(path).filter(|range| !range.is_empty()).map(|range| self.in_file(range))
    }

    /// The bytes of a field's name in the file.
    pub fn key_range(&self, path: &KeyPath) -> Option<Range<usize>> {
        self.locator().key(path).map(|range| self.in_file(range))
    }

    /// Where a further field could be written.
    pub fn end(&self) -> usize {
        self.range.end
    }

    fn in_file(&self, range: Range<usize>) -> Range<usize> {
        self.range.start + range.start..self.range.start + range.end
    }

    /// The first line: the opening fence of a page.
    pub fn top(&self) -> Place {
        self.source.place(0..0)
    }

    fn nearest(&self, path: &KeyPath, find: impl Fn(&Locator, &KeyPath) -> Option<Range<usize>>) -> Place {
        (0..path.0.len())
            .rev()
            .find_map(|depth| find(self.locator(), &KeyPath(path.0[..=depth].to_vec())))
            .map_or_else(|| self.top(), |range| self.place(range))
    }

    fn place(&self, range: Range<usize>) -> Place {
        self.source.place(self.in_file(range))
    }

    fn locator(&self) -> &Locator {
        self.locator.get_or_init(|| Locator::new(self.text()))
    }
}

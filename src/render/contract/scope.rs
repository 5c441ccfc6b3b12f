//! The names that are known at a place of a template, with their shapes.

use std::collections::BTreeMap;

use super::shape::Shape;

#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// What the template was given, and what it has set itself.
    names: BTreeMap<String, Shape>,
    /// What stands inside loops, the innermost last.
    loops: Vec<BTreeMap<String, Shape>>,
    /// What whoever called knows, for arguments that are taken from there.
    caller: BTreeMap<String, Shape>,
}

impl Scope {
    pub fn new(names: impl IntoIterator<Item = (String, Shape)>) -> Self {
        Scope { names: names.into_iter().collect(), ..Scope::default() }
    }

    /// For the body of a component that is called from here.
    pub fn component(&self, arguments: BTreeMap<String, Shape>) -> Self {
        let mut caller = self.caller.clone();
        caller.extend(self.flat());
        Scope { names: arguments, loops: Vec::new(), caller }
    }

    /// For a template that is included here: it sees everything and leaves nothing behind.
    pub fn included(&self) -> Self {
        Scope { names: self.flat(), loops: Vec::new(), caller: self.caller.clone() }
    }

    fn flat(&self) -> BTreeMap<String, Shape> {
        let mut names = self.names.clone();
        names.extend(self.loops.iter().flatten().map(|(name, shape)| (name.clone(), shape.clone())));
        names
    }

    pub fn get(&self, name: &str) -> Option<&Shape> {
        self.loops.iter().rev().find_map(|names| names.get(name)).or_else(|| self.names.get(name))
    }

    /// Here or with whoever called.
    pub fn implicit(&self, name: &str) -> Option<&Shape> {
        self.get(name).or_else(|| self.caller.get(name))
    }

    pub fn set(&mut self, name: &str, shape: Shape, global: bool) {
        let names = self.loops.last_mut().filter(|_| !global).unwrap_or(&mut self.names);
        names.insert(name.to_owned(), shape);
    }

    pub fn in_loop(&self) -> bool {
        !self.loops.is_empty()
    }

    pub fn enter(&mut self, names: impl IntoIterator<Item = (String, Shape)>) {
        self.loops.push(names.into_iter().collect());
    }

    pub fn leave(&mut self) {
        self.loops.pop();
    }

    /// After two ways of which either may have been taken.
    pub fn join(self, other: Scope) -> Scope {
        let loops = self.loops.into_iter().zip(other.loops).map(|(a, b)| join(a, b)).collect();
        Scope { names: join(self.names, other.names), loops, caller: self.caller }
    }

    pub fn known(&self) -> Vec<String> {
        self.flat().into_keys().collect()
    }
}

/// A name that only one way sets is kept: whether it was set is for the engine to say.
fn join(mut one: BTreeMap<String, Shape>, other: BTreeMap<String, Shape>) -> BTreeMap<String, Shape> {
    for (name, shape) in other {
        let joined = match one.remove(&name) {
            Some(known) => known.or(shape),
            None => shape,
        };
        one.insert(name, joined);
    }
    one
}

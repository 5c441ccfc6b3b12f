//! Goes through a template as the engine would, with shapes in place of values: both ways of a question that cannot
//! be answered, every loop once for each shape that an item may have, every part once for each way of calling it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::ledger::{self, Ledger, Post};
use super::scope::Scope;
use super::shape::Shape;
use super::syntax::{Call, Component, Expression, Node, Parameter, Template};
use crate::load::source::Source;

/// Every template that could be read, and the parts that they offer.
#[derive(Debug)]
pub struct Library<'a> {
    pub sources: &'a BTreeMap<String, Arc<Source>>,
    pub templates: &'a BTreeMap<String, Template>,
    pub components: BTreeMap<&'a str, (&'a str, &'a Component)>,
}

/// The bodies of a block from the template that is drawn up to the one that has it first.
type Lineage<'a> = BTreeMap<&'a str, Vec<(&'a str, &'a [Node])>>;

#[derive(Debug)]
pub struct Walk<'a> {
    library: &'a Library<'a>,
    pub ledger: Ledger,
    pub post: Post,
    lineage: Lineage<'a>,
    /// The blocks that are being drawn, each with how far up its lineage.
    blocks: Vec<(&'a str, usize)>,
    /// Calls that were walked: a part that is called twice alike has nothing new to say.
    done: BTreeSet<(&'a str, BTreeMap<String, Shape>)>,
}

/// Parts that call parts: as deep as the engine goes.
const DEEPEST: usize = 20;

impl<'a> Walk<'a> {
    pub fn new(library: &'a Library<'a>) -> Self {
        Walk {
            library,
            ledger: Ledger::default(),
            post: Post::default(),
            lineage: Lineage::new(),
            blocks: Vec::new(),
            done: BTreeSet::new(),
        }
    }

    /// Draws a template with what its page has.
    pub fn draw(&mut self, template: &'a str, drawing: String, view: &Shape) {
        let Shape::Map(names) = view else { return };
        self.post = Post { file: template.to_owned(), drawing, calls: Vec::new() };
        self.template(template, &mut Scope::new(names.iter().cloned()));
    }

    /// Parts that no template calls, with arguments that may be anything.
    pub fn uncalled(&mut self) {
        let called: BTreeSet<&str> = self.done.iter().map(|(name, _)| *name).collect();
        let library = self.library;
        for (name, (file, component)) in library.components.iter().filter(|(name, _)| !called.contains(**name)) {
            let mut names: BTreeMap<String, Shape> =
                component.parameters.iter().map(|parameter| (parameter.name.clone(), Shape::Any)).collect();
            names.extend(component.rest.iter().chain([&"body".to_owned()]).map(|name| (name.clone(), Shape::Any)));
            self.post = Post { file: (*file).to_owned(), drawing: format!("`<{name}>`"), calls: Vec::new() };
            self.nodes(&component.nodes, &mut Scope::new(names));
        }
    }

    /// A template with those that it extends: the furthest is drawn, with the blocks of the nearest.
    fn template(&mut self, name: &'a str, scope: &mut Scope) {
        let mut lineage = Lineage::new();
        let mut at = name;
        let mut seen = BTreeSet::new();
        let root = loop {
            let Some((name, template)) = self.library.templates.get_key_value(at).filter(|_| seen.insert(at)) else { return };
            blocks(&template.nodes, &mut |block, nodes| lineage.entry(block).or_default().push((name.as_str(), nodes)));
            match &template.parent {
                Some(parent) => at = parent,
                None => break (name.as_str(), template),
            }
        };
        let outer = (std::mem::replace(&mut self.lineage, lineage), std::mem::take(&mut self.blocks));
        let file = std::mem::replace(&mut self.post.file, root.0.to_owned());
        self.nodes(&root.1.nodes, scope);
        self.post.file = file;
        (self.lineage, self.blocks) = outer;
    }

    pub fn nodes(&mut self, nodes: &'a [Node], scope: &mut Scope) {
        for node in nodes {
            self.node(node, scope);
        }
    }

    fn node(&mut self, node: &'a Node, scope: &mut Scope) {
        match node {
            Node::Print(expression) => {
                let shape = self.needed(expression, scope);
                self.whole(expression, &shape, "cannot be shown as a whole");
            }
            Node::Set { name, value, global } => {
                let shape = self.needed(value, scope);
                scope.set(name, shape, *global);
            }
            Node::SetBlock { name, filters, nodes, global } => {
                self.nodes(nodes, scope);
                let plain = filters.is_empty();
                filters.iter().flatten().for_each(|argument| drop(self.needed(&argument.value, scope)));
                scope.set(name, if plain { Shape::Text } else { Shape::Any }, *global);
            }
            Node::Filtered { filters, nodes } => {
                filters.iter().flatten().for_each(|argument| drop(self.needed(&argument.value, scope)));
                self.nodes(nodes, scope);
            }
            Node::Include(name) => {
                if let Some((name, _)) = self.library.templates.get_key_value(name) {
                    self.template(name, &mut scope.included());
                }
            }
            Node::Block { name, .. } => self.block(name, 0, scope),
            Node::For { key, value, target, nodes, otherwise } => {
                self.each(key.as_deref(), value, target, scope, &mut |walk, scope| walk.nodes(nodes, scope));
                self.nodes(otherwise, scope);
            }
            Node::If { condition, nodes, otherwise } => match self.condition(condition, scope) {
                Some(true) => self.nodes(nodes, scope),
                Some(false) => self.nodes(otherwise, scope),
                None => {
                    let mut other = scope.clone();
                    self.nodes(nodes, scope);
                    self.nodes(otherwise, &mut other);
                    *scope = std::mem::take(scope).join(other);
                }
            },
        }
    }

    fn block(&mut self, name: &str, level: usize, scope: &mut Scope) {
        let Some((name, bodies)) = self.lineage.get_key_value(name) else { return };
        let (name, Some((file, nodes))) = (*name, bodies.get(level).copied()) else { return };
        self.blocks.push((name, level));
        let outer = std::mem::replace(&mut self.post.file, file.to_owned());
        self.nodes(nodes, scope);
        self.post.file = outer;
        self.blocks.pop();
    }

    /// `super()`: the same block one further up.
    pub fn parent_block(&mut self, scope: &mut Scope) {
        if let Some((name, level)) = self.blocks.last().copied() {
            self.block(name, level + 1, scope);
        }
    }

    /// The body of a loop for each shape of its items.
    pub fn each(
        &mut self,
        key: Option<&str>,
        value: &str,
        target: &'a Expression,
        scope: &mut Scope,
        body: &mut dyn FnMut(&mut Self, &mut Scope),
    ) {
        let shape = self.needed(target, scope);
        if shape.is_plain() {
            let message = format!("`{}` is {}, not a list", self.written(target), shape.noun());
            let at = self.end_of(target);
            self.ledger.wrong(&self.post, &at, message, Vec::new());
        }
        let items = match &shape {
            Shape::List(items) => items.to_vec(),
            _ => vec![shape.item()],
        };
        let before = scope.clone();
        for item in items {
            let mut inside = before.clone();
            inside.enter(key.map(|key| (key.to_owned(), Shape::Text)).into_iter().chain([(value.to_owned(), item)]));
            body(self, &mut inside);
            inside.leave();
            *scope = std::mem::take(scope).join(inside);
        }
    }

    /// A part where it is called: its arguments first, then its body with them.
    pub fn call(&mut self, call: &'a Call, scope: &mut Scope) {
        if let Some(body) = &call.body {
            self.nodes(body, scope);
        }
        let mut given = BTreeMap::<String, Shape>::new();
        let mut anything = false;
        for spread in &call.spreads {
            match self.needed(spread, scope) {
                Shape::Map(names) => given.extend(names.iter().cloned()),
                _ => anything = true,
            }
        }
        for argument in &call.arguments {
            let shape = self.needed(&argument.value, scope);
            given.insert(argument.name.clone(), shape);
        }
        let Some((name, (file, component))) = self.library.components.get_key_value(call.name.as_str()) else { return };
        self.check_names(call, component);
        let mut names = BTreeMap::new();
        for parameter in &component.parameters {
            let shape = match given.remove(&parameter.name) {
                Some(shape) => {
                    self.check_kind(call, parameter, &shape);
                    shape
                }
                None if anything => Shape::Any,
                None => match scope.implicit(&parameter.name).filter(|_| parameter.implicit).or(parameter.default.as_ref()) {
                    Some(shape) => shape.clone(),
                    None => {
                        let message = format!("`<{}>` needs `{}`", call.name, parameter.name);
                        let help = vec![format!("add `{}={{…}}`", parameter.name)];
                        self.ledger.wrong(&self.post, &call.name_at, message, help);
                        Shape::Any
                    }
                },
            };
            names.insert(parameter.name.clone(), shape);
        }
        if let Some(rest) = &component.rest {
            names.insert(rest.clone(), if anything { Shape::Any } else { Shape::map(given) });
        }
        if call.body.is_some() {
            names.insert("body".to_owned(), Shape::Text);
        }
        if self.post.calls.len() >= DEEPEST || !self.done.insert((*name, names.clone())) {
            return;
        }
        let mut calls = self.post.calls.clone();
        calls.push(ledger::spot(&self.post, &call.name_at));
        let inside = Post { file: (*file).to_owned(), drawing: self.post.drawing.clone(), calls };
        let outer = std::mem::replace(&mut self.post, inside);
        self.nodes(&component.nodes, &mut scope.component(names));
        self.post = outer;
    }

    fn check_names(&mut self, call: &Call, component: &Component) {
        let known: Vec<&str> = component.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        for argument in call.arguments.iter().filter(|argument| component.rest.is_none() && !known.contains(&argument.name.as_str())) {
            let message = format!("`<{}>` takes no `{}`", call.name, argument.name);
            // What is taken from around the call needs no telling.
            let told = component.parameters.iter().filter(|parameter| !parameter.implicit);
            let told: Vec<&str> = told.map(|parameter| parameter.name.as_str()).collect();
            let help = ledger::instead(&argument.name, "it takes", &told);
            self.ledger.wrong(&self.post, &argument.at, message, help);
        }
    }

    fn check_kind(&mut self, call: &Call, parameter: &Parameter, shape: &Shape) {
        let fits = match (parameter.kind, shape) {
            (None, _) | (_, Shape::Any | Shape::Missing | Shape::Null) => true,
            (Some(kind), shape) => match shape {
                Shape::Text => kind == "string",
                Shape::Number => matches!(kind, "number" | "integer" | "float"),
                Shape::Bool => kind == "bool",
                Shape::List(_) => kind == "array",
                Shape::Map(_) => kind == "map",
                Shape::Phrase(_) => false,
                Shape::Any | Shape::Missing | Shape::Null => true,
            },
        };
        let Some(argument) = call.arguments.iter().find(|argument| argument.name == parameter.name).filter(|_| !fits) else { return };
        let wanted = match parameter.kind {
            Some("string") => "a text",
            Some("bool") => "yes or no",
            Some("array") => "a list",
            Some("map") => "a value with parts",
            _ => "a number",
        };
        let message = format!("`<{}>` takes {wanted} as `{}`, and this is {}", call.name, parameter.name, shape.noun());
        let at = self.end_of(&argument.value);
        self.ledger.wrong(&self.post, &at, message, ledger::parts(shape));
    }

    /// An expression as it stands in the file.
    pub fn written(&self, expression: &Expression) -> &'a str {
        let source = self.library.sources.get(&self.post.file);
        source.and_then(|source| source.text.get(expression.at.clone())).unwrap_or_default()
    }

    /// The last name of a path, otherwise the whole expression.
    pub fn end_of(&self, expression: &Expression) -> Range<usize> {
        match &expression.kind {
            super::syntax::Kind::Attribute { name_at, .. } => name_at.clone(),
            _ => expression.at.clone(),
        }
    }
}

/// Every block of a template, also those inside others.
fn blocks<'a>(nodes: &'a [Node], found: &mut dyn FnMut(&'a str, &'a [Node])) {
    for node in nodes {
        match node {
            Node::Block { name, nodes } => {
                found(name, nodes);
                blocks(nodes, found);
            }
            Node::If { nodes, otherwise, .. } => {
                blocks(nodes, found);
                blocks(otherwise, found);
            }
            Node::SetBlock { nodes, .. } | Node::Filtered { nodes, .. } => blocks(nodes, found),
            Node::Print(Expression { kind: super::syntax::Kind::Component(call), .. }) => {
                blocks(call.body.as_deref().unwrap_or_default(), found);
            }
            _ => {}
        }
    }
}

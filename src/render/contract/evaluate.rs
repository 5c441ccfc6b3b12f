//! The shape of an expression, with every question on the way written down.

use std::ops::Range;

use super::ledger;
use super::scope::Scope;
use super::shape::Shape;
use super::syntax::{Argument, Entry, Expression, Kind};
use super::walk::Walk;

impl<'a> Walk<'a> {
    /// The shape of something that is used: what is not there is a fault, and is said once.
    pub fn needed(&mut self, expression: &'a Expression, scope: &mut Scope) -> Shape {
        match self.shape(expression, scope) {
            Shape::Missing => {
                self.need(expression);
                Shape::Any
            }
            shape => shape,
        }
    }

    fn need(&mut self, expression: &Expression) {
        match &expression.kind {
            Kind::Or(_, right) => self.need(right),
            Kind::Ternary { yes, no, .. } => {
                self.need(yes);
                self.need(no);
            }
            _ => {
                let at = self.end_of(expression);
                self.ledger.needs(&self.post, &at);
            }
        }
    }

    /// What is the case whatever the values are; none when that depends on them.
    pub fn condition(&mut self, expression: &'a Expression, scope: &mut Scope) -> Option<bool> {
        match &expression.kind {
            Kind::Not(inner) => self.condition(inner, scope).map(|answer| !answer),
            Kind::And(left, right) => match self.condition(left, scope) {
                Some(false) => Some(false),
                first => {
                    let second = self.condition(right, scope);
                    if second == Some(false) { second } else { first.and(second) }
                }
            },
            Kind::Or(left, right) => match self.condition(left, scope) {
                Some(true) => Some(true),
                first => {
                    let second = self.condition(right, scope);
                    if second == Some(true) { second } else { first.and(second) }
                }
            },
            Kind::Test { of, name, arguments } => self.test(of, name, arguments, scope),
            _ => match self.shape(expression, scope) {
                Shape::Missing | Shape::Null => Some(false),
                _ => None,
            },
        }
    }

    fn test(&mut self, of: &'a Expression, name: &str, arguments: &'a [Argument], scope: &mut Scope) -> Option<bool> {
        self.arguments(arguments, scope);
        if matches!(name, "defined" | "undefined") {
            let there = match self.open(of, scope) {
                Shape::Any => None,
                shape => Some(shape != Shape::Missing),
            };
            return there.map(|there| there == (name == "defined"));
        }
        let shape = self.shape(of, scope);
        match (name, &shape) {
            (_, Shape::Any | Shape::Null) => None,
            ("string", shape) => Some(*shape == Shape::Text),
            ("map", shape) => Some(matches!(shape, Shape::Map(_))),
            ("array", shape) => Some(matches!(shape, Shape::List(_))),
            ("bool", shape) => Some(*shape == Shape::Bool),
            ("number", shape) => Some(*shape == Shape::Number),
            ("none" | "iterable", Shape::Missing) => Some(false),
            (_, Shape::Missing) => {
                self.need(of);
                None
            }
            _ => None,
        }
    }

    /// Asked openly whether it is there: nothing is wrong when it is not.
    fn open(&mut self, expression: &'a Expression, scope: &mut Scope) -> Shape {
        match &expression.kind {
            Kind::Name(name) => scope.get(name).cloned().unwrap_or(Shape::Missing),
            Kind::Attribute { of, name, optional, .. } => {
                let shape = if *optional { self.shape(of, scope) } else { self.needed(of, scope) };
                match shape {
                    Shape::Any | Shape::Null => Shape::Any,
                    shape => shape.get(name).cloned().unwrap_or(Shape::Missing),
                }
            }
            _ => self.shape(expression, scope),
        }
    }

    fn arguments(&mut self, arguments: &'a [Argument], scope: &mut Scope) {
        arguments.iter().for_each(|argument| drop(self.needed(&argument.value, scope)));
    }

    pub fn shape(&mut self, expression: &'a Expression, scope: &mut Scope) -> Shape {
        match &expression.kind {
            Kind::Literal(shape) => shape.clone(),
            Kind::Text(_) => Shape::Text,
            Kind::Name(name) => self.name(name, &expression.at, scope),
            Kind::Attribute { of, name, name_at, optional } => {
                if scope.in_loop() && matches!(&of.kind, Kind::Name(name) if name == "loop") {
                    return if matches!(name.as_str(), "first" | "last") { Shape::Bool } else { Shape::Number };
                }
                self.part(of, name, name_at, *optional, scope)
            }
            Kind::Index { of, index, optional } => {
                if let Kind::Text(name) = &index.kind {
                    return self.part(of, name, &expression.at, *optional, scope);
                }
                self.needed(index, scope);
                match self.owner(of, *optional, scope) {
                    shape @ (Shape::List(_) | Shape::Text) => shape.item(),
                    _ => Shape::Any,
                }
            }
            Kind::Slice { of, parts, optional } => {
                parts.iter().for_each(|part| drop(self.needed(part, scope)));
                self.owner(of, *optional, scope)
            }
            Kind::Call { name, arguments } => {
                self.arguments(arguments, scope);
                match name.as_str() {
                    "super" => {
                        self.parent_block(scope);
                        Shape::Text
                    }
                    "range" => Shape::list([Shape::Number]),
                    _ => Shape::Any,
                }
            }
            Kind::Filter { of, name, arguments } => self.filter(of, name, arguments, scope),
            Kind::Test { .. } | Kind::Not(_) => {
                self.condition(expression, scope);
                Shape::Bool
            }
            Kind::Negative(inner) => {
                self.needed(inner, scope);
                Shape::Number
            }
            Kind::And(left, right) => match self.condition(left, scope) {
                Some(false) => Shape::Bool,
                _ => {
                    self.condition(right, scope);
                    Shape::Any
                }
            },
            Kind::Or(left, right) => {
                let (left, right) = (self.shape(left, scope), self.shape(right, scope));
                match (left, right) {
                    (Shape::Missing | Shape::Null, right) => right,
                    (left, Shape::Missing | Shape::Null) => left,
                    (left, right) => left.or(right),
                }
            }
            Kind::Compare(left, right) => {
                let shapes = (self.shape(left, scope), self.shape(right, scope));
                match &shapes {
                    (whole, plain) if whole.has_parts() && plain.is_plain() => self.unlike(left, whole, plain),
                    (plain, whole) if whole.has_parts() && plain.is_plain() => self.unlike(right, whole, plain),
                    _ => {}
                }
                Shape::Bool
            }
            Kind::In(left, right) => {
                self.needed(left, scope);
                self.needed(right, scope);
                Shape::Bool
            }
            Kind::Arithmetic(left, right) => {
                self.needed(left, scope);
                self.needed(right, scope);
                Shape::Number
            }
            Kind::Joined(left, right) => {
                for side in [left, right] {
                    let shape = self.needed(side, scope);
                    self.whole(side, &shape, "cannot be joined to a text as a whole");
                }
                Shape::Text
            }
            Kind::Ternary { condition, yes, no } => match self.condition(condition, scope) {
                Some(true) => self.shape(yes, scope),
                Some(false) => self.shape(no, scope),
                None => {
                    let yes = self.shape(yes, scope);
                    yes.or(self.shape(no, scope))
                }
            },
            Kind::List(entries) => self.list(entries, scope),
            Kind::Map(entries) => self.map(entries, scope),
            Kind::Comprehension { item, key, value, target, condition } => {
                let mut items = Vec::new();
                self.each(key.as_deref(), value, target, scope, &mut |walk, scope| {
                    let taken = condition.as_ref().and_then(|condition| walk.condition(condition, scope));
                    if taken != Some(false) {
                        items.push(walk.needed(item, scope));
                    }
                });
                Shape::list(items)
            }
            Kind::Component(call) => {
                self.call(call, scope);
                Shape::Text
            }
        }
    }

    fn name(&mut self, name: &str, at: &Range<usize>, scope: &Scope) -> Shape {
        if name == "__tera_context" {
            return Shape::Any;
        }
        if let Some(shape) = scope.get(name) {
            self.ledger.found(&self.post, at);
            return shape.clone();
        }
        self.ledger.lacks(&self.post, at, || {
            let known = scope.known();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            (format!("nothing here is called `{name}`"), ledger::instead(name, "there is", &known))
        });
        Shape::Missing
    }

    /// What a part is asked of.
    fn owner(&mut self, of: &'a Expression, optional: bool, scope: &mut Scope) -> Shape {
        if optional { self.shape(of, scope) } else { self.needed(of, scope) }
    }

    fn part(&mut self, of: &'a Expression, name: &str, at: &Range<usize>, optional: bool, scope: &mut Scope) -> Shape {
        let owner = self.owner(of, optional, scope);
        let part = match &owner {
            Shape::Any | Shape::Null => Some(Shape::Any),
            // `?.` on what is not there.
            Shape::Missing => return Shape::Missing,
            owner => owner.get(name).cloned(),
        };
        if let Some(part) = part {
            self.ledger.found(&self.post, at);
            return part;
        }
        let written = self.written(of);
        self.ledger.lacks(&self.post, at, || match &owner {
            Shape::Map(_) => (format!("`{written}` has no `{name}`"), ledger::instead(name, "it has", &owner.names())),
            Shape::List(_) => {
                (format!("`{written}` is a list and has no `{name}`"), vec![format!("go through it with `{{% for item in {written} %}}`")])
            }
            owner => (format!("`{written}` is {} and has no `{name}`", owner.noun()), Vec::new()),
        });
        Shape::Missing
    }

    fn list(&mut self, entries: &'a [Entry], scope: &mut Scope) -> Shape {
        let mut items = Vec::new();
        for entry in entries {
            match entry {
                Entry::Item(value) | Entry::Pair(_, value) => items.push(self.needed(value, scope)),
                Entry::Spread(value) => match self.needed(value, scope) {
                    Shape::List(inner) => items.extend(inner.iter().cloned()),
                    _ => items.push(Shape::Any),
                },
            }
        }
        Shape::list(items)
    }

    fn map(&mut self, entries: &'a [Entry], scope: &mut Scope) -> Shape {
        let mut names = Vec::new();
        let mut anything = false;
        for entry in entries {
            match entry {
                Entry::Pair(name, value) => names.push((name.clone(), self.needed(value, scope))),
                Entry::Item(value) | Entry::Spread(value) => match self.needed(value, scope) {
                    Shape::Map(inner) => names.extend(inner.iter().cloned()),
                    _ => anything = true,
                },
            }
        }
        if anything { Shape::Any } else { Shape::map(names) }
    }

    fn filter(&mut self, of: &'a Expression, name: &str, arguments: &'a [Argument], scope: &mut Scope) -> Shape {
        let argument = |wanted: &str| arguments.iter().find(|argument| argument.name == wanted).map(|argument| &argument.value);
        if name == "default" {
            let (given, otherwise) = (self.shape(of, scope), argument("value").map_or(Shape::Any, |value| self.needed(value, scope)));
            return if given == Shape::Missing { otherwise } else { given.or(otherwise) };
        }
        self.arguments(arguments, scope);
        let given = self.needed(of, scope);
        match name {
            "fill" => {
                self.filled(of, &given, arguments, scope);
                Shape::Text
            }
            "json" => Shape::Text,
            "safe" | "upper" | "lower" | "escape" | "escape_html" | "escape_xml" | "newlines_to_br" | "trim" | "trim_start"
            | "trim_end" | "replace" | "capitalize" | "title" | "truncate" | "indent" => {
                self.whole(of, &given, &format!("has no one text for `{name}`"));
                Shape::Text
            }
            "str" | "pluralize" => Shape::Text,
            "wordcount" | "int" | "float" | "length" | "abs" | "round" => Shape::Number,
            "split" => Shape::list([Shape::Text]),
            "join" => {
                if let Shape::List(items) = &given {
                    items.iter().filter(|item| item.has_parts()).for_each(|item| {
                        let message = format!("the items of `{}` have parts and cannot be joined as a whole", self.written(of));
                        let at = self.end_of(of);
                        self.ledger.wrong(&self.post, &at, message, ledger::parts(item));
                    });
                }
                Shape::Text
            }
            "reverse" | "unique" => given,
            "sort" | "group_by" => {
                if let (Some(Expression { kind: Kind::Text(path), at }), Shape::List(items)) = (argument("attribute"), &given) {
                    items.iter().for_each(|item| self.attribute(item, path, at));
                }
                if name == "sort" { given } else { Shape::Any }
            }
            "first" | "last" | "nth" => given.item(),
            "keys" => Shape::list([Shape::Text]),
            "values" => Shape::list([given.item()]),
            "get" => match (argument("key").map(|key| &key.kind), argument("default"), &given) {
                (Some(Kind::Text(key)), None, Shape::Map(_)) => match given.get(key) {
                    Some(part) => part.clone(),
                    None => {
                        let message = format!("`{}` has no `{key}`", self.written(of));
                        let at = argument("key").map_or(of.at.clone(), |key| key.at.clone());
                        self.ledger.wrong(&self.post, &at, message, ledger::instead(key, "it has", &given.names()));
                        Shape::Any
                    }
                },
                _ => Shape::Any,
            },
            _ => Shape::Any,
        }
    }

    /// Words of the theme: every gap is filled, and nothing else is given.
    fn filled(&mut self, of: &'a Expression, given: &Shape, arguments: &'a [Argument], scope: &mut Scope) {
        let gaps: &[String] = match given {
            Shape::Phrase(gaps) => gaps,
            Shape::Any => return,
            Shape::Text => &[],
            other => {
                let message = format!("`{}` is {} and has no gaps to fill", self.written(of), other.noun());
                let at = self.end_of(of);
                return self.ledger.wrong(&self.post, &at, message, Vec::new());
            }
        };
        for gap in gaps.iter().filter(|gap| !arguments.iter().any(|argument| argument.name == **gap)) {
            let message = format!("the gap `{gap}` of `{}` is not filled", self.written(of));
            let at = self.end_of(of);
            self.ledger.wrong(&self.post, &at, message, vec![ledger::fill(gaps)]);
        }
        for argument in arguments {
            if !gaps.contains(&argument.name) {
                let known: Vec<&str> = gaps.iter().map(String::as_str).collect();
                let message = format!("`{}` has no gap `{}`", self.written(of), argument.name);
                self.ledger.wrong(&self.post, &argument.at, message, ledger::instead(&argument.name, "its gaps are", &known));
            }
            let shape = self.shape(&argument.value, scope);
            self.whole(&argument.value, &shape, "cannot fill a gap as a whole");
        }
    }

    /// A path that is written as a text: `sort(attribute="date.iso")`.
    fn attribute(&mut self, item: &Shape, path: &str, at: &Range<usize>) {
        let mut shape = item;
        for name in path.split('.') {
            let Shape::Map(_) = shape else { return };
            match shape.get(name) {
                Some(part) => shape = part,
                None => {
                    let help = ledger::instead(name, "it has", &shape.names());
                    self.ledger.wrong(&self.post, at, format!("an item has no `{name}`"), help);
                    return;
                }
            }
        }
    }

    /// Something that has parts and is used as if it were one text.
    pub fn whole(&mut self, expression: &Expression, shape: &Shape, why: &str) {
        if shape.has_parts() {
            let message = format!("`{}` is {} and {why}", self.written(expression), shape.noun());
            let at = self.end_of(expression);
            self.ledger.wrong(&self.post, &at, message, ledger::parts(shape));
        }
    }

    fn unlike(&mut self, expression: &Expression, whole: &Shape, plain: &Shape) {
        let message = format!("`{}` is {} and never equals {}", self.written(expression), whole.noun(), plain.noun());
        let at = self.end_of(expression);
        self.ledger.wrong(&self.post, &at, message, ledger::parts(whole));
    }
}

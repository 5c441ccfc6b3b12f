//! Statements of a template. The engine has already taken every template that comes here, so what this does not
//! understand is no fault of the template: it is then read by the engine alone.

use std::ops::Range;

use super::shape::Shape;
use super::syntax::{Argument, Component, Expression, Kind, Node, Parameter, Template};
use super::token::{Token, tokens};

pub struct Parser<'a> {
    tokens: Vec<(Token<'a>, Range<usize>)>,
    at: usize,
    template: Template,
}

pub fn parse(text: &str) -> Option<Template> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0, template: Template::default() };
    parser.template.nodes = parser.nodes(&[])?;
    Some(parser.template)
}

/// The end of the stretch that two places span.
pub fn span(from: &Range<usize>, to: &Range<usize>) -> Range<usize> {
    from.start..to.end.max(from.end)
}

impl<'a> Parser<'a> {
    pub fn peek(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    pub fn next(&mut self) -> Option<(Token<'a>, Range<usize>)> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    /// Where the last token stood.
    pub fn last_at(&self) -> Range<usize> {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0..0, |(_, at)| at.clone())
    }

    pub fn is_symbol(&self, symbol: &str) -> bool {
        matches!(self.peek(), Some(Token::Symbol(found)) if *found == symbol)
    }

    pub fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token::Word(found)) if *found == word)
    }

    /// Whether the symbol stood next, which is then behind us.
    pub fn took(&mut self, symbol: &str) -> bool {
        let found = self.is_symbol(symbol);
        self.at += usize::from(found);
        found
    }

    pub fn took_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.at += usize::from(found);
        found
    }

    pub fn need(&mut self, symbol: &str) -> Option<()> {
        self.took(symbol).then_some(())
    }

    pub fn need_word(&mut self, word: &str) -> Option<()> {
        self.took_word(word).then_some(())
    }

    pub fn token(&mut self, wanted: &Token<'_>) -> Option<()> {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found.then_some(())
    }

    pub fn word(&mut self) -> Option<(String, Range<usize>)> {
        match self.next()? {
            (Token::Word(word), at) => Some((word.to_owned(), at)),
            _ => None,
        }
    }

    fn text(&mut self) -> Option<String> {
        match self.next()? {
            (Token::Text(text), _) => Some(text),
            _ => None,
        }
    }

    /// A name with dots, as components have.
    pub fn dotted(&mut self) -> Option<(String, Range<usize>)> {
        let (mut name, mut at) = self.word()?;
        while self.took(".") {
            let (part, part_at) = self.word()?;
            name = format!("{name}.{part}");
            at = span(&at, &part_at);
        }
        Some((name, at))
    }

    /// Up to a tag that begins with one of `ends`, whose start is then behind us; to the end of the file when there are none.
    pub fn nodes(&mut self, ends: &[&str]) -> Option<Vec<Node>> {
        let mut nodes = Vec::new();
        loop {
            match self.next() {
                None if ends.is_empty() => return Some(nodes),
                Some((Token::PrintStart, _)) => {
                    nodes.push(Node::Print(self.expression(0)?));
                    self.token(&Token::PrintEnd)?;
                }
                Some((Token::TagStart, _)) => {
                    if matches!(self.peek()?, Token::Word(word) | Token::Symbol(word) if ends.contains(word)) {
                        return Some(nodes);
                    }
                    nodes.extend(self.tag()?);
                    self.token(&Token::TagEnd)?;
                }
                _ => return None,
            }
        }
    }

    /// One tag, up to its end; some leave nothing to draw.
    fn tag(&mut self) -> Option<Option<Node>> {
        if self.took("<") {
            let call = self.call_with_body()?;
            return Some(Some(Node::Print(call)));
        }
        let (word, _) = self.word()?;
        Some(match word.as_str() {
            "set" | "set_global" => Some(self.set(word == "set_global")?),
            "include" => Some(Node::Include(self.text()?)),
            "extends" => {
                self.template.parent = Some(self.text()?);
                None
            }
            "block" => {
                let (name, _) = self.word()?;
                self.token(&Token::TagEnd)?;
                let nodes = self.closed("endblock")?;
                if matches!(self.peek(), Some(Token::Word(_))) {
                    self.at += 1;
                }
                Some(Node::Block { name, nodes })
            }
            "for" => Some(self.for_loop()?),
            "if" => {
                let node = self.condition()?;
                self.need_word("endif")?;
                Some(node)
            }
            "filter" => {
                let filters = self.filters()?;
                self.token(&Token::TagEnd)?;
                let nodes = self.closed("endfilter")?;
                Some(Node::Filtered { filters, nodes })
            }
            "component" => {
                let component = self.component()?;
                self.template.components.push(component);
                None
            }
            "break" | "continue" => None,
            _ => return None,
        })
    }

    /// What stands between the end of a tag and the tag that closes it.
    fn closed(&mut self, end: &str) -> Option<Vec<Node>> {
        let nodes = self.nodes(&[end])?;
        self.need_word(end)?;
        Some(nodes)
    }

    fn set(&mut self, global: bool) -> Option<Node> {
        let (name, _) = self.word()?;
        if self.took("=") {
            return Some(Node::Set { name, value: self.expression(0)?, global });
        }
        let filters = if self.took("|") { self.filters()? } else { Vec::new() };
        self.token(&Token::TagEnd)?;
        Some(Node::SetBlock { name, filters, nodes: self.closed("endset")?, global })
    }

    /// Filters one after the other; only what they are given matters here.
    fn filters(&mut self) -> Option<Vec<Vec<Argument>>> {
        let mut filters = Vec::new();
        loop {
            self.word()?;
            filters.push(if self.is_symbol("(") { self.arguments()? } else { Vec::new() });
            if !self.took("|") {
                return Some(filters);
            }
        }
    }

    fn for_loop(&mut self) -> Option<Node> {
        let (key, value) = self.loop_names()?;
        let target = self.expression(0)?;
        self.token(&Token::TagEnd)?;
        let nodes = self.nodes(&["endfor", "else"])?;
        let otherwise = if self.took_word("else") {
            self.token(&Token::TagEnd)?;
            self.nodes(&["endfor"])?
        } else {
            Vec::new()
        };
        self.need_word("endfor")?;
        Some(Node::For { key, value, target, nodes, otherwise })
    }

    /// `item in` or `key, value in`.
    pub fn loop_names(&mut self) -> Option<(Option<String>, String)> {
        let (first, _) = self.word()?;
        let names = if self.took(",") { (Some(first), self.word()?.0) } else { (None, first) };
        self.need_word("in")?;
        Some(names)
    }

    fn condition(&mut self) -> Option<Node> {
        let condition = self.expression(0)?;
        self.token(&Token::TagEnd)?;
        let nodes = self.nodes(&["endif", "else", "elif"])?;
        let otherwise = if self.took_word("elif") {
            vec![self.condition()?]
        } else if self.took_word("else") {
            self.token(&Token::TagEnd)?;
            self.nodes(&["endif"])?
        } else {
            Vec::new()
        };
        Some(Node::If { condition, nodes, otherwise })
    }

    fn component(&mut self) -> Option<Component> {
        let (name, _) = self.dotted()?;
        self.need("(")?;
        let mut parameters = Vec::new();
        let mut rest = None;
        while !self.took(")") {
            if self.took("...") {
                rest = Some(self.word()?.0);
            } else {
                parameters.push(self.parameter()?);
            }
            if !self.is_symbol(")") {
                self.need(",")?;
            }
        }
        if self.is_symbol("{") {
            self.expression(0)?;
        }
        self.token(&Token::TagEnd)?;
        let nodes = self.closed("endcomponent")?;
        if matches!(self.peek(), Some(Token::Word(_))) {
            self.dotted()?;
        }
        Some(Component { name, parameters, rest, nodes })
    }

    fn parameter(&mut self) -> Option<Parameter> {
        let implicit = self.took("@");
        let (name, _) = self.word()?;
        let mut kind = None;
        if self.took(":") {
            let (word, _) = self.word()?;
            kind = KINDS.iter().copied().find(|kind| word.to_ascii_lowercase() == *kind);
        }
        let mut default = None;
        if self.took("=") {
            let written = self.expression(1)?;
            let shape = written_shape(&written);
            kind = kind.or(match shape {
                Shape::Text => Some("string"),
                Shape::Number => Some("number"),
                Shape::Bool => Some("bool"),
                Shape::List(_) => Some("array"),
                Shape::Map(_) => Some("map"),
                Shape::Any | Shape::Missing | Shape::Null | Shape::Phrase(_) => None,
            });
            default = Some(shape);
        }
        Some(Parameter { name, implicit, default, kind })
    }
}

/// What the engine calls the kinds of a component's arguments.
const KINDS: &[&str] = &["string", "bool", "integer", "float", "number", "array", "map", "bytes"];

/// The shape of a value that is written out; a list says nothing of the items that others will give.
fn written_shape(written: &Expression) -> Shape {
    match &written.kind {
        Kind::Literal(shape) => shape.clone(),
        Kind::Text(_) => Shape::Text,
        Kind::Negative(_) => Shape::Number,
        Kind::List(entries) if entries.is_empty() => Shape::list([]),
        Kind::List(_) => Shape::list([Shape::Any]),
        Kind::Map(_) => Shape::Any,
        _ => Shape::Any,
    }
}

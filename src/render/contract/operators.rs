//! Expressions of a template, with the engine's own order of operators.

use super::parse::{Parser, span};
use super::shape::Shape;
use super::syntax::{Argument, Call, Entry, Expression, Kind};
use super::token::Token;

/// How tightly an operator binds to its left and its right.
fn binding(symbol: &str) -> Option<(u8, u8)> {
    Some(match symbol {
        "or" => (1, 2),
        "and" => (3, 4),
        "in" | "is" => (5, 6),
        "==" | "!=" | "<" | "<=" | ">" | ">=" => (7, 8),
        "+" | "-" => (11, 12),
        "*" | "/" | "%" | "~" | "//" => (13, 14),
        "**" => (16, 15),
        "|" => (17, 18),
        _ => return None,
    })
}

const NOT: u8 = 5;
const MINUS: u8 = 20;

impl Parser<'_> {
    pub fn expression(&mut self, least: u8) -> Option<Expression> {
        let mut left = self.operand()?;
        let start = left.at.clone();
        loop {
            let symbol = match self.peek() {
                Some(Token::Symbol("[" | "?[")) => {
                    left = self.subscript(left)?;
                    continue;
                }
                Some(Token::Symbol(symbol) | Token::Word(symbol)) => *symbol,
                _ => return Some(left),
            };
            if symbol == "if" {
                if least > 0 {
                    return Some(left);
                }
                self.next();
                let condition = self.expression(0)?;
                self.need_word("else")?;
                let no = self.expression(0)?;
                let kind = Kind::Ternary { condition: Box::new(condition), yes: Box::new(left), no: Box::new(no) };
                return Some(Expression { at: span(&start, &self.last_at()), kind });
            }
            // `not` stands here only as part of `not in`.
            let negated = symbol == "not";
            let symbol = if negated { "in" } else { symbol };
            let Some((_, right_power)) = binding(symbol).filter(|(left_power, _)| *left_power >= least) else { return Some(left) };
            self.next();
            if negated {
                self.need_word("in")?;
            }
            let kind = match symbol {
                "is" => {
                    let negated = self.took_word("not");
                    let (name, _) = self.word()?;
                    let arguments = if self.is_symbol("(") { self.arguments()? } else { Vec::new() };
                    let test = Kind::Test { of: Box::new(left), name, arguments };
                    let at = span(&start, &self.last_at());
                    if negated { Kind::Not(Box::new(Expression { at, kind: test })) } else { test }
                }
                "|" => {
                    let (name, _) = self.word()?;
                    let arguments = if self.is_symbol("(") { self.arguments()? } else { Vec::new() };
                    Kind::Filter { of: Box::new(left), name, arguments }
                }
                _ => {
                    let right = Box::new(self.expression(right_power)?);
                    let left = Box::new(left);
                    match symbol {
                        "or" => Kind::Or(left, right),
                        "and" => Kind::And(left, right),
                        "in" => Kind::In(left, right),
                        "~" => Kind::Joined(left, right),
                        "==" | "!=" | "<" | "<=" | ">" | ">=" => Kind::Compare(left, right),
                        _ => Kind::Arithmetic(left, right),
                    }
                }
            };
            left = Expression { at: span(&start, &self.last_at()), kind };
        }
    }

    fn operand(&mut self) -> Option<Expression> {
        let (token, at) = self.next()?;
        let kind = match token {
            Token::Number => Kind::Literal(Shape::Number),
            Token::Text(text) => Kind::Text(text),
            Token::Word("true" | "True" | "false" | "False") => Kind::Literal(Shape::Bool),
            Token::Word("none" | "None" | "null") => Kind::Literal(Shape::Null),
            Token::Word("not") => Kind::Not(Box::new(self.expression(NOT)?)),
            Token::Symbol("-") => Kind::Negative(Box::new(self.expression(MINUS)?)),
            Token::Word(name) if self.is_symbol("(") => Kind::Call { name: name.to_owned(), arguments: self.arguments()? },
            Token::Word(name) => return self.path(Expression { at, kind: Kind::Name(name.to_owned()) }),
            Token::Symbol("<") => return self.call(),
            Token::Symbol("{") => Kind::Map(self.entries("}", true)?),
            Token::Symbol("[") => self.list()?,
            Token::Symbol("(") => {
                let inner = self.expression(0)?;
                self.need(")")?;
                return Some(inner);
            }
            _ => return None,
        };
        Some(Expression { at: span(&at, &self.last_at()), kind })
    }

    /// What follows a name: `.b`, `?.b`, `["b"]`, `[0]`, `[1:3]`.
    fn path(&mut self, first: Expression) -> Option<Expression> {
        let mut of = first;
        loop {
            if self.is_symbol("[") || self.is_symbol("?[") {
                of = self.subscript(of)?;
                continue;
            }
            let optional = self.is_symbol("?.");
            if !optional && !self.is_symbol(".") {
                return Some(of);
            }
            self.next();
            let (name, name_at) = self.word()?;
            let at = span(&of.at, &name_at);
            of = Expression { at, kind: Kind::Attribute { of: Box::new(of), name, name_at, optional } };
        }
    }

    fn subscript(&mut self, of: Expression) -> Option<Expression> {
        let optional = self.is_symbol("?[");
        self.next();
        let mut parts = Vec::new();
        let mut slice = false;
        while !self.took("]") {
            if self.took(":") {
                slice = true;
            } else {
                parts.push(self.expression(0)?);
            }
        }
        let at = span(&of.at, &self.last_at());
        let of = Box::new(of);
        let kind = if slice { Kind::Slice { of, parts, optional } } else { Kind::Index { of, index: Box::new(parts.pop()?), optional } };
        Some(Expression { at, kind })
    }

    pub fn arguments(&mut self) -> Option<Vec<Argument>> {
        self.need("(")?;
        let mut arguments = Vec::new();
        while !self.took(")") {
            let (name, at) = self.word()?;
            self.need("=")?;
            arguments.push(Argument { name, at, value: self.expression(0)? });
            if !self.is_symbol(")") {
                self.need(",")?;
            }
        }
        Some(arguments)
    }

    fn list(&mut self) -> Option<Kind> {
        if self.is_symbol("]") || self.is_symbol("...") {
            return Some(Kind::List(self.entries("]", false)?));
        }
        let item = self.expression(0)?;
        if self.took_word("for") {
            let (key, value) = self.loop_names()?;
            // A bare `if` after the target is the comprehension's own.
            let target = Box::new(self.expression(1)?);
            let condition = if self.took_word("if") { Some(Box::new(self.expression(1)?)) } else { None };
            self.need("]")?;
            return Some(Kind::Comprehension { item: Box::new(item), key, value, target, condition });
        }
        let mut entries = vec![Entry::Item(item)];
        if self.took(",") {
            entries.extend(self.entries("]", false)?);
        } else {
            self.need("]")?;
        }
        Some(Kind::List(entries))
    }

    /// The rest of a list or a map, with its end.
    fn entries(&mut self, end: &str, pairs: bool) -> Option<Vec<Entry>> {
        let mut entries = Vec::new();
        while !self.took(end) {
            if self.took("...") {
                entries.push(Entry::Spread(self.expression(0)?));
            } else if pairs {
                let key = match self.next()? {
                    (Token::Text(key), _) => key,
                    // Keys of another kind cannot be asked for by a name.
                    (Token::Number, _) | (Token::Word("true" | "True" | "false" | "False"), _) => String::new(),
                    _ => return None,
                };
                self.need(":")?;
                entries.push(Entry::Pair(key, self.expression(0)?));
            } else {
                entries.push(Entry::Item(self.expression(0)?));
            }
            if !self.is_symbol(end) {
                self.need(",")?;
            }
        }
        Some(entries)
    }

    /// `<name arg={path} other="text" short {...more}`, without its end.
    fn call_start(&mut self) -> Option<Call> {
        let (name, name_at) = self.dotted()?;
        let (mut arguments, mut spreads) = (Vec::new(), Vec::new());
        loop {
            if self.took("{") {
                self.need("...")?;
                spreads.push(self.expression(0)?);
                self.need("}")?;
                continue;
            }
            if !matches!(self.peek(), Some(Token::Word(_))) {
                return Some(Call { name, name_at, arguments, spreads, body: None });
            }
            let (name, at) = self.word()?;
            let value = if !self.took("=") {
                Expression { at: at.clone(), kind: Kind::Name(name.clone()) }
            } else if self.took("{") {
                let value = self.expression(0)?;
                self.need("}")?;
                value
            } else {
                match self.next()? {
                    (Token::Text(text), at) => Expression { at, kind: Kind::Text(text) },
                    _ => return None,
                }
            };
            arguments.push(Argument { name, at, value });
        }
    }

    /// A call inside `{{ }}`, which closes itself.
    fn call(&mut self) -> Option<Expression> {
        let call = self.call_start()?;
        self.need("/")?;
        self.need(">")?;
        Some(Expression { at: span(&call.name_at, &self.last_at()), kind: Kind::Component(Box::new(call)) })
    }

    /// A call as a tag, with what stands up to its closing tag; the end of that tag is still to come.
    pub fn call_with_body(&mut self) -> Option<Expression> {
        let mut call = self.call_start()?;
        let at = call.name_at.clone();
        self.need(">")?;
        self.token(&Token::TagEnd)?;
        call.body = Some(self.nodes(&["</"])?);
        self.need("</")?;
        self.dotted()?;
        self.need(">")?;
        Some(Expression { at, kind: Kind::Component(Box::new(call)) })
    }
}

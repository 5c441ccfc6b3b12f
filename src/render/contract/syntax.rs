//! A template as it is read: statements and expressions, each with its place in the file.

use std::ops::Range;

use super::shape::Shape;

#[derive(Debug, Default)]
pub struct Template {
    pub parent: Option<String>,
    pub nodes: Vec<Node>,
    pub components: Vec<Component>,
}

/// A part that other templates call with arguments.
#[derive(Debug)]
pub struct Component {
    pub name: String,
    pub parameters: Vec<Parameter>,
    /// The name that takes every argument that has no parameter.
    pub rest: Option<String>,
    pub nodes: Vec<Node>,
}

#[derive(Debug)]
pub struct Parameter {
    pub name: String,
    /// Taken from whoever calls, when it is not given.
    pub implicit: bool,
    pub default: Option<Shape>,
    /// As the engine names it, or as its default value has it.
    pub kind: Option<&'static str>,
}

#[derive(Debug)]
pub enum Node {
    Print(Expression),
    Set { name: String, value: Expression, global: bool },
    SetBlock { name: String, filters: Vec<Vec<Argument>>, nodes: Vec<Node>, global: bool },
    Filtered { filters: Vec<Vec<Argument>>, nodes: Vec<Node> },
    Include(String),
    Block { name: String, nodes: Vec<Node> },
    For { key: Option<String>, value: String, target: Expression, nodes: Vec<Node>, otherwise: Vec<Node> },
    If { condition: Expression, nodes: Vec<Node>, otherwise: Vec<Node> },
}

#[derive(Debug)]
pub struct Expression {
    pub at: Range<usize>,
    pub kind: Kind,
}

#[derive(Debug)]
pub enum Kind {
    Literal(Shape),
    /// Literal text, which may be a key.
    Text(String),
    Name(String),
    Attribute {
        of: Box<Expression>,
        name: String,
        name_at: Range<usize>,
        optional: bool,
    },
    Index {
        of: Box<Expression>,
        index: Box<Expression>,
        optional: bool,
    },
    Slice {
        of: Box<Expression>,
        parts: Vec<Expression>,
        optional: bool,
    },
    Call {
        name: String,
        arguments: Vec<Argument>,
    },
    Filter {
        of: Box<Expression>,
        name: String,
        arguments: Vec<Argument>,
    },
    Test {
        of: Box<Expression>,
        name: String,
        arguments: Vec<Argument>,
    },
    Not(Box<Expression>),
    Negative(Box<Expression>),
    And(Box<Expression>, Box<Expression>),
    Or(Box<Expression>, Box<Expression>),
    /// `==` and `!=`, or one of order.
    Compare(Box<Expression>, Box<Expression>),
    In(Box<Expression>, Box<Expression>),
    Arithmetic(Box<Expression>, Box<Expression>),
    Joined(Box<Expression>, Box<Expression>),
    Ternary {
        condition: Box<Expression>,
        yes: Box<Expression>,
        no: Box<Expression>,
    },
    List(Vec<Entry>),
    Map(Vec<Entry>),
    Comprehension {
        item: Box<Expression>,
        key: Option<String>,
        value: String,
        target: Box<Expression>,
        condition: Option<Box<Expression>>,
    },
    Component(Box<Call>),
}

#[derive(Debug)]
pub struct Argument {
    pub name: String,
    pub at: Range<usize>,
    pub value: Expression,
}

/// Part of a list or a map that is written out.
#[derive(Debug)]
pub enum Entry {
    Item(Expression),
    Pair(String, Expression),
    Spread(Expression),
}

/// A component where it is called.
#[derive(Debug)]
pub struct Call {
    pub name: String,
    pub name_at: Range<usize>,
    pub arguments: Vec<Argument>,
    pub spreads: Vec<Expression>,
    pub body: Option<Vec<Node>>,
}

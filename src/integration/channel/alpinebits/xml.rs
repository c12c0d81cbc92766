//! Reads XML from strangers into a small tree, by local names.
//!
//! No DOCTYPE and so no entity of anybody's own making, nothing is ever fetched, and depth,
//! width and number of elements are bounded before memory is. What is not understood is skipped.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

/// More than twice what the longest sensible message needs.
const MAX_ELEMENTS: usize = 200_000;
const MAX_DEPTH: usize = 64;
const MAX_ATTRIBUTES: usize = 64;

/// Why a message could not be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Other bytes than UTF-8.
    #[error("The message is not UTF-8 text.")]
    NotUtf8,
    /// A document type declaration, the door to entity attacks.
    #[error("The message contains a DOCTYPE, which is not allowed here.")]
    Doctype,
    /// Not XML.
    #[error("The message is not well-formed XML (near byte {0}).")]
    Broken(u64),
    /// Past one of the limits.
    #[error("The message is nested too deeply or has too many elements.")]
    TooMuch,
    /// XML, and of another kind than the action says.
    #[error("The message should be {expected}.")]
    WrongRoot {
        /// The root element that belongs to the action.
        expected: &'static str,
    },
    /// Of the right kind, and something it cannot do without is missing.
    #[error("{0}")]
    Incomplete(String),
}

/// An element with its attributes, children and own text; prefixes are dropped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Local name.
    pub name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    /// Own character data in one piece, entities resolved, line ends as `\n`.
    pub text: String,
}

impl Element {
    /// The value of an attribute, if it is there and not blank; trimmed.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(known, _)| known == name)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    /// The first child of that name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of that name, in order.
    pub fn children_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> + 'a {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The element at the end of a path of names.
    pub fn descend(&self, path: &[&str]) -> Option<&Self> {
        path.iter()
            .try_fold(self, |element, name| element.child(name))
    }

    /// The own text without blanks around it, if there is any.
    pub fn trimmed(&self) -> Option<&str> {
        Some(self.text.trim()).filter(|text| !text.is_empty())
    }
}

/// The root element of a document.
pub fn parse(bytes: &[u8]) -> Result<Element, ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(at) = text.find(|c| !is_xml_char(c)) {
        return Err(ReadError::Broken(at as u64));
    }
    let mut reader = Reader::from_str(text);
    let mut tree = Tree::default();
    loop {
        let event = reader.read_event();
        let at = reader.buffer_position();
        match event.map_err(|_| ReadError::Broken(at))? {
            Event::Start(start) => tree.open(&start, at)?,
            Event::Empty(start) => {
                tree.open(&start, at)?;
                tree.close();
            }
            Event::End(_) => tree.close(),
            Event::Text(text) => tree.text(&text.xml10_content(), at)?,
            Event::CData(data) => tree.text(&data.xml10_content(), at)?,
            Event::GeneralRef(reference) => tree.reference(&reference, at)?,
            Event::DocType(_) => return Err(ReadError::Doctype),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => return tree.finish().ok_or(ReadError::Broken(at)),
        }
    }
}

/// What XML 1.0 allows in a document, written out or as a reference.
fn is_xml_char(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Takes an element's name and attributes; `at` names the place in an error.
fn element(start: &BytesStart<'_>, at: u64) -> Result<Element, ReadError> {
    let broken = || ReadError::Broken(at);
    let mut attributes: Vec<(String, String)> = Vec::new();
    // The reader's own check for doubles compares each with all; ours is bounded.
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| broken())?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|_| broken())?;
        let name = attribute.key.as_ref();
        if attributes.len() == MAX_ATTRIBUTES {
            return Err(ReadError::TooMuch);
        }
        if attributes.iter().any(|(known, _)| known == name) || !value.chars().all(is_xml_char) {
            return Err(broken());
        }
        attributes.push((name.to_owned(), value.into_owned()));
    }
    let name = start.local_name().as_ref().to_owned();
    Ok(Element {
        name,
        attributes,
        ..Element::default()
    })
}

/// The elements read so far. Every `at` names the place in an error.
#[derive(Default)]
struct Tree {
    root: Option<Element>,
    open: Vec<Element>,
    elements: usize,
}

impl Tree {
    fn open(&mut self, start: &BytesStart<'_>, at: u64) -> Result<(), ReadError> {
        self.elements += 1;
        if self.root.is_some() {
            return Err(ReadError::Broken(at));
        }
        if self.elements > MAX_ELEMENTS || self.open.len() == MAX_DEPTH {
            return Err(ReadError::TooMuch);
        }
        self.open.push(element(start, at)?);
        Ok(())
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else {
            return;
        };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }

    fn text(&mut self, text: &str, at: u64) -> Result<(), ReadError> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.trim().is_empty() => {}
            None => return Err(ReadError::Broken(at)),
        }
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>, at: u64) -> Result<(), ReadError> {
        let broken = || ReadError::Broken(at);
        match reference.resolve_char_ref().map_err(|_| broken())? {
            Some(c) if is_xml_char(c) => self.text(c.encode_utf8(&mut [0; 4]), at),
            Some(_) => Err(broken()),
            None => self.text(resolve_predefined_entity(reference).ok_or_else(broken)?, at),
        }
    }

    fn finish(self) -> Option<Element> {
        self.root.filter(|_| self.open.is_empty())
    }
}

/// Text as it may stand between tags.
pub fn escape_text(text: &str) -> String {
    // A bare carriage return would come back as a line feed.
    quick_xml::escape::partial_escape(text).replace('\r', "&#13;")
}

/// Text as it may stand between double quotes.
pub fn escape_attribute(text: &str) -> String {
    let escaped = quick_xml::escape::escape(text);
    escaped
        .replace('\r', "&#13;")
        .replace('\n', "&#10;")
        .replace('\t', "&#9;")
}

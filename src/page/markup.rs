//! HTML that is also well-formed XML, assembled from elements.
//!
//! Nothing but elements, pictures and the page's own style sheet is added unescaped, so foreign text stays text.

use std::fmt::Write as _;

/// A piece of an HTML page.
#[derive(Clone, Default)]
pub struct Markup(String);

/// The only element without an end tag.
const VOID: &str = "meta";

/// The longest flag that is kept on one line, in bytes; a longer one may have to be broken on a phone.
const LONGEST_FLAG: usize = 24;

/// An element with attributes. The attributes and the text among its contents are escaped; attributes without a value
/// are left out.
pub fn element(
    name: &'static str,
    attributes: &[(&'static str, &str)],
    contents: impl Into<Markup>,
) -> Markup {
    let mut text = format!("<{name}");
    for (attribute, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
        // A string takes all that is written to it.
        let _ = write!(text, " {attribute}=\"{}\"", escaped(value));
    }
    let Markup(contents) = contents.into();
    if name == VOID {
        text.push_str("/>");
    } else {
        let _ = write!(text, ">{contents}</{name}>");
    }
    if is_block(name) {
        text.push('\n');
    }
    Markup(text)
}

/// An element without attributes.
pub fn plain(name: &'static str, contents: impl Into<Markup>) -> Markup {
    element(name, &[], contents)
}

/// An element around these parts, or nothing if there are no parts.
pub fn around(name: &'static str, class: &str, parts: impl IntoIterator<Item = Markup>) -> Markup {
    let mut parts = parts.into_iter().peekable();
    match parts.peek() {
        None => Markup::default(),
        Some(_) => classed(name, class, parts.collect::<Markup>()),
    }
}

/// An element with a class.
pub fn classed(name: &'static str, class: &str, contents: impl Into<Markup>) -> Markup {
    element(name, &[("class", class)], contents)
}

/// A link to a place of the page or to a file beside it.
pub fn link(to: &str, contents: impl Into<Markup>) -> Markup {
    element("a", &[("href", to)], contents)
}

/// A style sheet of the program itself.
pub fn style(sheet: &'static str) -> Markup {
    Markup(format!("<style>\n{sheet}</style>\n"))
}

/// A picture, given as an `<svg>` element.
pub fn drawn(svg: &str) -> Markup {
    Markup(svg.to_owned())
}

/// A sentence in which `words between backquotes` are set as code.
pub fn sentence(text: &str) -> Markup {
    let parts: Vec<_> = text.split('`').collect();
    if parts.len() % 2 == 0 {
        return flags_unbroken(text);
    }
    let parts = parts.into_iter().enumerate();
    parts
        .map(|(index, part)| match index % 2 {
            0 => flags_unbroken(part),
            _ => plain("code", flags_unbroken(part)),
        })
        .collect()
}

/// Text that is not broken between a flag's dash and its name.
pub fn flags_unbroken(text: &str) -> Markup {
    let is_flag = |word: &str| {
        let name = word.trim_start_matches('-');
        name.len() < word.len() && name.starts_with(char::is_alphabetic)
    };
    let word = |word: &str| {
        // The line may end after the space.
        let (flag, space) = word.split_at(word.trim_end().len());
        if is_flag(flag) && flag.len() <= LONGEST_FLAG {
            [classed("span", "flag", flag), space.into()].into()
        } else {
            word.into()
        }
    };
    text.split_inclusive(' ').map(word).collect()
}

impl Markup {
    /// The whole file around an `html` element.
    pub fn into_document(self) -> String {
        format!("<!DOCTYPE html>\n{}", self.0)
    }
}

impl From<&str> for Markup {
    fn from(text: &str) -> Self {
        Self(escaped(text))
    }
}

impl From<String> for Markup {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl<const N: usize> From<[Markup; N]> for Markup {
    fn from(parts: [Markup; N]) -> Self {
        parts.into_iter().collect()
    }
}

impl FromIterator<Markup> for Markup {
    fn from_iter<I: IntoIterator<Item = Markup>>(parts: I) -> Self {
        Self(parts.into_iter().map(|Markup(part)| part).collect())
    }
}

/// Text in which no character ends an element or an attribute, and a space replaces characters that XML does not allow.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push('\n'),
            '\u{fffe}' | '\u{ffff}' => safe.push(' '),
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// Whether the element is followed by the end of the line in the file.
fn is_block(name: &str) -> bool {
    !["a", "b", "code", "span", "td", "th"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_ends_neither_element_nor_attribute() {
        let hostile = "\"><script>alert('&')</script>\0";
        let Markup(text) = element("a", &[("href", hostile)], hostile);
        let safe = "&quot;&gt;&lt;script&gt;alert('&amp;')&lt;/script&gt; ";
        assert_eq!(text, format!("<a href=\"{safe}\">{safe}</a>"));
    }

    #[test]
    fn code_stands_between_backquotes() {
        let Markup(text) = sentence("Run `a < b` now.");
        assert_eq!(text, "Run <code>a &lt; b</code> now.");
        let Markup(text) = sentence("`a -b c` and -.");
        let flag = "<span class=\"flag\">-b</span>";
        assert_eq!(text, format!("<code>a {flag} c</code> and -."));
        let Markup(text) = sentence("One ` alone.");
        assert_eq!(text, "One ` alone.");
    }

    #[test]
    fn void_elements_are_closed_as_xml_has_it() {
        let Markup(text) = element("meta", &[("charset", "utf-8")], "");
        assert_eq!(text, "<meta charset=\"utf-8\"/>\n");
    }
}

//! Just enough HTML to fill in the forms of our own templates.

/// A form as it would be sent now.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
    labels: Vec<String>,
}

impl Form {
    /// Types into a field, or ticks a box; the form must have it.
    #[track_caller]
    pub(crate) fn set(&mut self, name: &str, value: &str) -> &mut Self {
        assert!(self.labels.iter().any(|own| own == name), "no field {name:?} in {:?}", self.labels);
        self.fields.retain(|(own, _)| own != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Clears a box.
    pub(crate) fn clear(&mut self, name: &str) -> &mut Self {
        self.fields.retain(|(own, _)| own != name);
        self
    }

    /// Adds a field that the form does not have.
    pub(crate) fn smuggle(&mut self, name: &str, value: &str) -> &mut Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What stands in a field.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// The first form from here on whose submitting button says this.
pub(crate) fn find(html: &str, button: &str, from: usize) -> Option<Form> {
    let mut rest = html.get(from..)?;
    while let Some(start) = rest.find("<form") {
        let end = start + rest[start..].find("</form>").expect("forms end");
        let form = &rest[start..end];
        if let Some((pressed, _)) = buttons(form).find(|(_, words)| words == button) {
            let mut form = read(form);
            // The button that is pressed is sent along, if it has a name.
            form.fields.extend(attribute(pressed, "name").zip(attribute(pressed, "value")));
            return Some(form);
        }
        rest = &rest[end..];
    }
    None
}

/// The buttons that submit, with what they say.
fn buttons(form: &str) -> impl Iterator<Item = (&str, String)> {
    elements(form, "button")
        .filter(|(tag, _)| attribute(tag, "type").as_deref() != Some("button"))
        .map(|(tag, inner)| (tag, text_of(inner)))
}

fn read(form: &str) -> Form {
    let head = &form[..form.find('>').unwrap()];
    let mut read = Form {
        action: attribute(head, "action").expect("forms say where they go"),
        fields: Vec::new(),
        labels: Vec::new(),
    };
    for tag in tags(form, "input") {
        let Some(name) = attribute(tag, "name") else {
            continue;
        };
        let kind = attribute(tag, "type").unwrap_or_default();
        read.labels.push(name.clone());
        let is_box = kind == "checkbox" || kind == "radio";
        if !is_box || has(tag, "checked") {
            read.fields.push((name, attribute(tag, "value").unwrap_or_default()));
        }
    }
    for (tag, inner) in elements(form, "select") {
        let name = attribute(tag, "name").expect("selects have names");
        let options: Vec<(&str, &str)> = elements(inner, "option").collect();
        let chosen = options.iter().find(|(tag, _)| has(tag, "selected")).or(options.first());
        let value = chosen.map(|(tag, inner)| attribute(tag, "value").unwrap_or_else(|| text_of(inner)));
        read.labels.push(name.clone());
        read.fields.push((name, value.unwrap_or_default()));
    }
    for (tag, inner) in elements(form, "textarea") {
        let name = attribute(tag, "name").expect("text areas have names");
        read.labels.push(name.clone());
        read.fields.push((name, unescape(inner.strip_prefix('\n').unwrap_or(inner))));
    }
    read
}

/// The opening tags of a kind.
pub(crate) fn tags<'a>(html: &'a str, kind: &'a str) -> impl Iterator<Item = &'a str> {
    html.match_indices('<').filter_map(move |(at, _)| {
        let rest = html[at + 1..].strip_prefix(kind)?;
        let is_whole = rest.starts_with(|letter: char| letter.is_whitespace() || letter == '>');
        is_whole.then(|| &rest[..rest.find('>').unwrap_or(rest.len())])
    })
}

/// Elements of a kind, which do not hold each other: opening tag and content.
fn elements<'a>(html: &'a str, kind: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    html.match_indices('<').filter_map(move |(at, _)| {
        let rest = html[at + 1..].strip_prefix(kind)?;
        if !rest.starts_with(|letter: char| letter.is_whitespace() || letter == '>') {
            return None;
        }
        let end = rest.find('>')?;
        let close = rest.find(&format!("</{kind}>"))?;
        Some((&rest[..end], &rest[end + 1..close]))
    })
}

pub(crate) fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let end = start + tag[start..].find('"')?;
    Some(unescape(&tag[start..end]))
}

fn has(tag: &str, name: &str) -> bool {
    tag.split_whitespace().any(|word| word == name)
}

/// The text of a piece of HTML, spaces drawn together.
pub(crate) fn text_of(html: &str) -> String {
    let mut text = String::new();
    // Nobody reads out all that could be chosen.
    let html = without(html, "<select", "</select>");
    let mut rest = html.as_str();
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end + 1);
        // Inline elements do not part words; whatever else does is good enough as a space.
        if !["<bdi", "</bdi", "<span", "</span"].iter().any(|inline| rest[start..].starts_with(inline)) {
            text.push(' ');
        }
        rest = &rest[end..];
    }
    text.push_str(rest);
    unescape(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without(html: &str, from: &str, to: &str) -> String {
    let mut parts = html.split(from);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once(to).map_or("", |(_, rest)| rest))
}

fn unescape(text: &str) -> String {
    let named = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
    ];
    let text = named.iter().fold(text.to_owned(), |text, (code, letter)| text.replace(code, letter));
    text.replace("&#38;", "&").replace("&amp;", "&")
}

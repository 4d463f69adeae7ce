//! XML as the generators write it.

/// What a file of XML begins with.
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Lines of XML with two spaces a level.
pub(super) struct Xml {
    text: String,
    level: usize,
}

impl Xml {
    pub(super) fn new(level: usize) -> Self {
        Self { text: String::new(), level }
    }

    /// A line at this level.
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(&"  ".repeat(self.level));
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// An element whose content is written by `inside`.
    pub(super) fn element(&mut self, tag: &str, inside: impl FnOnce(&mut Self)) {
        self.line(&format!("<{tag}>"));
        self.level += 1;
        inside(self);
        self.level -= 1;
        self.line(&format!("</{}>", tag.split(' ').next().unwrap_or_default()));
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

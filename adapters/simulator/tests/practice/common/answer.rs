//! A reply, picked to pieces by its text: the server writes one form only.

use emis_simulator::Reply;

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub text: String,
    /// The Body's bytes.
    pub body: String,
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(value, _)| value)
}

impl Answer {
    pub fn read(reply: Reply) -> Self {
        let text = String::from_utf8(reply.body).unwrap();
        let body = between(&text, "<s:Body>", "</s:Body>").unwrap().to_owned();
        Self { status: reply.status, text, body }
    }

    /// The text of the first element of that name.
    pub fn value(&self, name: &str) -> Option<&str> {
        between(&self.text, &format!("<{name}>"), &format!("</{name}>"))
    }

    pub fn code(&self) -> Option<&str> {
        self.value("Code")
    }

    pub fn is_authenticated(&self) -> bool {
        self.text.contains("<SessionHash>")
    }

    /// It is this fault, without a Session header.
    #[track_caller]
    pub fn refused(&self, code: &str) {
        assert_eq!(self.code(), Some(code), "{}", self.text);
        assert!(!self.is_authenticated(), "{}", self.text);
        assert_eq!(self.status, if code == "InternalError" { 500 } else { 400 });
        assert_eq!(self.value("CorrelationId").unwrap().len(), 36);
    }

    /// It is this fault, with a Session header, naming this field.
    #[track_caller]
    pub fn fault(&self, code: &str, field: Option<&str>) {
        assert_eq!(self.code(), Some(code), "{}", self.text);
        assert!(self.is_authenticated(), "{}", self.text);
        assert_eq!(self.value("Field"), field, "{}", self.text);
        assert_eq!(self.status, 400);
    }

    #[track_caller]
    pub fn done(&self) -> &Self {
        assert_eq!((self.status, self.code()), (200, None), "{}", self.text);
        self
    }
}

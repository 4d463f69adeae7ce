//! What to do next: sessions, retries and doubts, as a state machine without I/O and without allocation.
//!
//! A driver starts a task with [`Engine::ask`], [`Engine::page`], [`Engine::change`] or [`Engine::settle`], carries out
//! the [`Step`] that it is given, reports what happened as an [`Event`], and is given the next step, until
//! [`Step::Done`]. Blocking and async drivers and bindings of other languages drive the same engine, so the rules are
//! here once:
//!
//! - A call without an effect is asked again in a new session when its reply is lost, a bounded number of times.
//! - A change is sent once. It is sent again only if no byte of it has left.
//! - When the outcome of a change is unknown, the engine begins a session that replaces the doubtful one and reads back
//!   there. From the first answer in that session on, no call of the doubtful session can take effect (protocol.md
//!   section 4.4), so what is read is final.
//! - While a change is in doubt, no other change is sent.
//! - The oldest session in doubt is named as replaced until a call of a session that named it is verified. Before that,
//!   no call that changes something is sent in such a session.
//!
//! ```
//! use emis_client::decision::{End, Engine, Event, Limits, Step};
//! use emis_core::types::SessionId;
//!
//! let first = SessionId::parse("00000000000000000000000000000001")?;
//! let second = SessionId::parse("00000000000000000000000000000002")?;
//! let mut engine = Engine::new(Limits::default());
//! assert_eq!(engine.change(false), Step::Begin { replacing: None });
//! assert_eq!(engine.handle(Event::Begun(first)), Step::Store { doubtful: first });
//! assert_eq!(engine.handle(Event::Stored), Step::Send);
//! // The reply is lost: the change may have been made, or may still be made.
//! assert_eq!(engine.handle(Event::Lost), Step::Pause);
//! assert_eq!(engine.handle(Event::Paused), Step::Begin { replacing: Some(first) });
//! assert_eq!(engine.handle(Event::Begun(second)), Step::ReadAfter { first: true });
//! assert_eq!(engine.handle(Event::Answered { more: false }), Step::Done(End::ReadBack));
//! # Ok::<(), emis_core::error::InvalidValue>(())
//! ```

mod engine;
#[cfg(test)]
mod tests;

use emis_core::types::SessionId;

pub use engine::Engine;

/// Limits on retries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    /// How often a call without an effect is sent in all.
    pub asks: u8,
    /// How often something that was not sent is retried: a call, or the begin of a session.
    pub unsent: u8,
}

impl Default for Limits {
    /// Three asks, and one retry of what was not sent.
    fn default() -> Self {
        Self { asks: 3, unsent: 1 }
    }
}

/// What the driver does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Drop the session, if there is one, and begin a new one. Report [`Event::Begun`], [`Event::NotBegun`] or
    /// [`Event::Rejected`].
    Begin {
        /// The session to be named as replaced.
        replacing: Option<SessionId>,
    },
    /// Make any call that changes nothing, in the session: until one is verified, nothing that changes something may be
    /// sent in it, because it replaces a session that is in doubt (protocol.md, SH-34).
    Prove,
    /// Make the call that was asked for, in the session.
    Ask,
    /// Read the next page of the state before the change.
    ReadBefore {
        /// Whether the reading begins, or begins again: discard what was read.
        first: bool,
    },
    /// Store that the change may be in doubt from now on, if the application keeps a journal. Report [`Event::Stored`]
    /// or [`Event::NotStored`].
    Store {
        /// The session in which the change is going to be sent.
        doubtful: SessionId,
    },
    /// Send the change, in the session.
    Send,
    /// Read the next page of the state after the change.
    ReadAfter {
        /// Whether the reading begins, or begins again: discard what was read.
        first: bool,
    },
    /// Wait a moment. Report [`Event::Paused`] or [`Event::Cancelled`].
    Pause,
    /// The task is over.
    Done(End),
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// The session has been begun.
    Begun(SessionId),
    /// No session has been begun. A retry may succeed.
    NotBegun,
    /// A verified response came.
    Answered {
        /// Whether it is a page and there is another.
        more: bool,
    },
    /// A verified fault came: the call was not carried out. The session goes on.
    Refused,
    /// A verified response came that cannot be decoded: the call was carried out. The session goes on.
    Unreadable,
    /// A verified reply came that leaves open whether the call was carried out, such as InternalError. The session goes
    /// on, and the call is over.
    Failed,
    /// No byte of the request has left. The session is as it was.
    NotSent,
    /// The session had ended before, by time or because its numbers were used up. Nothing was sent.
    Closed,
    /// No verified reply came, or one that ends the session and leaves open whether the call was carried out. The session
    /// is in doubt.
    Lost,
    /// The step was refused on this side and cannot succeed. Nothing was sent.
    Rejected,
    /// The doubt is stored.
    Stored,
    /// The doubt could not be stored.
    NotStored,
    /// The pause is over.
    Paused,
    /// The step was not carried out, because the caller cancelled.
    Cancelled,
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// A verified response came.
    Answered,
    /// A verified fault came. Nothing was changed.
    Refused,
    /// The call was carried out, and its response cannot be decoded.
    Unreadable,
    /// The outcome of the change is to be told from the state that was read back, which is final.
    ReadBack,
    /// The last event says why it failed. Nothing was changed, and nothing is in doubt.
    Failed,
    /// The session in which the list was begun is over, so its next page cannot be read.
    Interrupted,
    /// The outcome of the change is not known yet: keep this session's id, and give it to [`Engine::settle`] later.
    InDoubt {
        /// The doubtful session.
        session: SessionId,
    },
    /// An earlier change is in doubt and has to be settled first. Nothing was sent.
    Unsettled {
        /// The doubtful session.
        session: SessionId,
    },
}

//! Messages to the practice: sent, marked, deleted.

use alloc::vec::Vec;
use core::ops::ControlFlow;

use emis_core::fault::FaultCode;
use emis_core::owned::PageSize;
use emis_core::owned::messaging::{
    DeleteMessage, GetMessage, GetMessageResponse, GetMessages, GetMessagesResponse, SendMessage,
    SetMessageReadState,
};

use super::{Change, Effect};

fn all_messages() -> GetMessages {
    GetMessages { maximum_items: PageSize::new(super::PAGE).ok(), after: None }
}

impl Change for SendMessage {
    type ReadBack = GetMessages;
    /// The messages with this subject.
    type Seen = Vec<i64>;
    const READS_BEFORE: bool = true;

    fn read_back(&self) -> GetMessages {
        all_messages()
    }

    fn look(&self, page: &GetMessagesResponse, seen: &mut Vec<i64>) -> ControlFlow<()> {
        let same = page.messages.iter().filter(|message| message.subject == self.subject);
        seen.extend(same.map(|message| message.message_id));
        ControlFlow::Continue(())
    }

    fn settle(&self, before: Option<&Vec<i64>>, after: &Vec<i64>) -> Effect {
        match before {
            Some(before) if after.iter().any(|message| !before.contains(message)) => Effect::TookPlace,
            Some(_) => Effect::DidNotTakePlace,
            None if after.is_empty() => Effect::DidNotTakePlace,
            None => Effect::CannotTell,
        }
    }
}

/// How many replies of a message are read and unread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Replies {
    read: usize,
    unread: usize,
}

impl Change for SetMessageReadState {
    type ReadBack = GetMessage;
    type Seen = Replies;

    fn read_back(&self) -> GetMessage {
        GetMessage { message_id: self.message_id }
    }

    fn look(&self, message: &GetMessageResponse, seen: &mut Replies) -> ControlFlow<()> {
        seen.unread = message.replies.iter().filter(|reply| reply.unread).count();
        seen.read = message.replies.len().saturating_sub(seen.unread);
        ControlFlow::Break(())
    }

    fn settle(&self, _: Option<&Replies>, after: &Replies) -> Effect {
        let (so, otherwise) = if self.read { (after.read, after.unread) } else { (after.unread, after.read) };
        match (so, otherwise) {
            (1.., 0) => Effect::TookPlace,
            (0, 1..) => Effect::DidNotTakePlace,
            // Without replies nothing shows it; with both kinds a reply may have come or been read meanwhile.
            _ => Effect::CannotTell,
        }
    }

    fn settle_refused(&self, code: FaultCode<'_>) -> Option<Effect> {
        // It has been deleted, so its state before that does not show any more.
        (code == FaultCode::MessageNotFound).then_some(Effect::CannotTell)
    }
}

impl Change for DeleteMessage {
    type ReadBack = GetMessages;
    /// Whether the message is there.
    type Seen = bool;

    fn read_back(&self) -> GetMessages {
        all_messages()
    }

    fn look(&self, page: &GetMessagesResponse, seen: &mut bool) -> ControlFlow<()> {
        *seen |= page.messages.iter().any(|message| message.message_id == self.message_id);
        if *seen { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn settle(&self, _: Option<&bool>, after: &bool) -> Effect {
        if *after { Effect::DidNotTakePlace } else { Effect::TookPlace }
    }
}

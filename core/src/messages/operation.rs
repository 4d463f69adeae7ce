//! What all operations have in common.

use super::OPERATIONS;
use crate::codec::{Decode, ElementReader, Encode, FieldDescriptor, Invalid, List, OperationDescriptor};
use crate::types::Text;

/// A request, and what goes with it.
pub trait Operation: Encode {
    /// What is known of the operation.
    const DESCRIPTOR: &'static OperationDescriptor;

    /// What the server answers.
    type Response<'r>: Decode<'r> + Encode;
}

/// An operation whose response can be read while it comes in, through a buffer shorter than it
/// ([`Call::stream`](crate::session::Call::stream)).
pub trait Streamed: Operation {
    /// What is given out of it as it comes.
    type Part<'p>: Parts<'p>;
}

/// The pieces of a response that is read while it comes in. It is not meant to be implemented elsewhere.
pub trait Parts<'p>: Sized {
    /// Reads an item of the list that is the response's field of this place; `None` if that field is not a list.
    fn item(
        place: usize,
        field: &'static FieldDescriptor,
        reader: &mut ElementReader<'p>,
    ) -> Option<Result<Self, Invalid>>;

    /// Bytes of the response's base64 content, decoded; `None` if it has no such content.
    #[must_use]
    fn content(_bytes: &'p [u8]) -> Option<Self> {
        None
    }
}

/// A request whose response is one page of a list (operations.md, Pages). It is not meant to be implemented elsewhere.
pub trait Paged: Operation {
    /// The same request, holding a text of another lifetime. The response is the same.
    type With<'n>: for<'r> Operation<Response<'r> = Self::Response<'r>>
    where
        Self: 'n;

    /// An item of the list.
    type Item<'r>: Decode<'r> + Copy + 'r;

    /// `After`: where the page begins.
    fn after(&self) -> Option<Text<'_, 64>>;

    /// The request with another `After` and everything else unchanged.
    fn with_after<'n>(&'n self, after: Option<Text<'n, 64>>) -> Self::With<'n>;

    /// `Next` of a response: where the page after it begins. An empty one counts as absent.
    fn next<'r>(response: &Self::Response<'r>) -> Option<Text<'r, 64>>;

    /// The items of a response, without the tables that they may refer to.
    fn items<'r>(response: &Self::Response<'r>) -> List<'r, Self::Item<'r>>;
}

impl OperationDescriptor {
    /// The operation of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        OPERATIONS.iter().copied().find(|operation| operation.name == name)
    }
}

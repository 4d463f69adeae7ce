//! What a device keeps of an operation.

use super::row::{self, Row};
use super::{Allowed, Ends, OperationInfo};
use crate::profile::Version;

/// Of [`OperationInfo`], what calling the operation needs: a device keeps no more of it in flash.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Called {
    /// The response's element, of the version that the operation is of. The request's name is the beginning of its name.
    pub(crate) response: Row,
    pub(crate) allowed: Allowed,
    pub(crate) ends: Ends,
    /// What the request's element is in the tables of [`dynamic`](super::dynamic): a kind of a row.
    pub(super) request: u8,
}

impl Called {
    pub(crate) const fn new(info: &'static OperationInfo, response_name: &'static str) -> Self {
        let OperationInfo { since, allowed, ends, .. } = *info;
        Self { response: Row::response(response_name, since), allowed, ends, request: 0 }
    }

    /// The same with these kinds of elements.
    pub(super) const fn of_kinds(self, request: u8, response: u8) -> Self {
        Self { response: self.response.of_kind(response), request, ..self }
    }

    /// The name of the request's element.
    pub(crate) fn name(&self) -> &'static str {
        row::request_name(self.response.name())
    }

    /// The first schema version that has it.
    pub(crate) fn since(&self) -> Version {
        self.response.since()
    }
}

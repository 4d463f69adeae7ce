//! What a device keeps of an operation.

use super::row::{self, Row};
use super::{Allowed, Ends, OperationInfo};
use crate::profile::Version;

/// Of [`OperationInfo`], what calling the operation needs: a device keeps no more of it in flash.
#[doc(hidden)]
#[derive(Debug)]
pub struct Called {
    /// The response's element. The request's name is the beginning of its name.
    pub(crate) response: Row,
    pub(crate) since: Version,
    pub(crate) allowed: Allowed,
    pub(crate) ends: Ends,
    pub(crate) request: &'static [Row],
    /// The response's fields.
    pub(crate) fields: &'static [Row],
}

impl Called {
    pub(crate) const fn new(
        info: &'static OperationInfo,
        response_name: &'static str,
        request: &'static [Row],
        fields: &'static [Row],
    ) -> Self {
        let OperationInfo { since, allowed, ends, .. } = *info;
        Self { response: Row::element(response_name), since, allowed, ends, request, fields }
    }

    /// The name of the request's element.
    pub(crate) fn name(&self) -> &'static str {
        row::request_name(self.response.name())
    }
}

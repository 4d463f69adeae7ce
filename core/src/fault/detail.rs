//! What a fault says.

use super::macros::message;
use super::types::{Guid, Text};
use super::words::FaultCode;
use crate::profile::Version;

message! {
    /// A fault's FaultDetail (operations.md, Faults).
    Fault<'a> [Clone, Copy] {
        /// What it is.
        code: FaultCode<'a> = "Code",
        /// The supplier's number, where one is publicly known.
        supplier_code: Option<i64> = "SupplierCode",
        /// What the server wrote into its log beside it.
        correlation_id: Guid = "CorrelationId",
        /// The local name of the element that is wrong.
        field: Option<Text<'a, 64>> = "Field",
        /// The first version of the operation or field.
        required_version: Option<Version> = "RequiredVersion",
        /// The version that the practice runs.
        practice_version: Option<Version> = "PracticeVersion",
    }
}

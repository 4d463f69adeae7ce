//! A change in doubt, in a form that can be stored and read back after a restart.

use alloc::string::String;
use core::fmt;

use emis_core::owned::{appointments, messaging, prescribing};
use emis_core::types::SessionId;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Change;

/// A change whose outcome is not known yet: the session in which it was sent, the request, and the state before it.
///
/// It is stored by [serde](https://serde.rs), and given to [`Patient::settle`](crate::Patient::settle) later, also by
/// another process. It holds what the patient asked for: store it as patient data. `Debug` does not show it.
#[derive(Clone, PartialEq)]
pub struct Doubt<C: Change> {
    session: SessionId,
    request: C,
    before: Option<C::Seen>,
}

impl<C: Change> Doubt<C> {
    /// A doubt about a request that was sent in this session.
    #[must_use]
    pub fn new(session: SessionId, request: C, before: Option<C::Seen>) -> Self {
        Self { session, request, before }
    }

    /// The session in which the change was sent.
    #[must_use]
    pub fn session(&self) -> SessionId {
        self.session
    }

    /// What was asked.
    #[must_use]
    pub fn request(&self) -> &C {
        &self.request
    }

    /// The state before the change, where it is needed to tell the effect.
    #[must_use]
    pub fn before(&self) -> Option<&C::Seen> {
        self.before.as_ref()
    }
}

impl<C: Change> fmt::Debug for Doubt<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Doubt")
            .field("operation", &C::DESCRIPTOR.name)
            .field("session", &self.session)
            .finish_non_exhaustive()
    }
}

#[derive(Serialize)]
struct Written<'d, C: Change> {
    operation: &'static str,
    session: &'d str,
    request: &'d C,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<&'d C::Seen>,
}

#[derive(Deserialize)]
#[serde(bound = "C: Change", deny_unknown_fields)]
struct Read<C: Change> {
    operation: String,
    session: String,
    request: C,
    before: Option<C::Seen>,
}

impl<C: Change> Serialize for Doubt<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let session = self.session.text();
        Written {
            operation: C::DESCRIPTOR.name,
            session: core::str::from_utf8(&session).unwrap_or_default(),
            request: &self.request,
            before: self.before.as_ref(),
        }
        .serialize(serializer)
    }
}

impl<'de, C: Change> Deserialize<'de> for Doubt<C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Read::<C>::deserialize(deserializer)?;
        if read.operation != C::DESCRIPTOR.name {
            return Err(D::Error::custom(format_args!("the doubt is not about {}", C::DESCRIPTOR.name)));
        }
        let session = SessionId::parse(&read.session).map_err(D::Error::custom)?;
        Ok(Self { session, request: read.request, before: read.before })
    }
}

macro_rules! any_doubt {
    ($($room:ident: $($request:ident),+;)+) => {
        /// A doubt about any operation, for an application that stores doubts of several kinds. The stored form is the
        /// same as that of the [`Doubt`] in it.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        pub enum AnyDoubt {
            $($(
                #[doc = concat!("About ", stringify!($request), ".")]
                $request(Doubt<$room::$request>),
            )+)+
        }

        $($(
            impl From<Doubt<$room::$request>> for AnyDoubt {
                fn from(doubt: Doubt<$room::$request>) -> Self {
                    Self::$request(doubt)
                }
            }
        )+)+

        impl AnyDoubt {
            /// The operation's name.
            #[must_use]
            pub fn operation(&self) -> &'static str {
                match self {
                    $($(Self::$request(_) => stringify!($request),)+)+
                }
            }

            /// The session in which the change was sent.
            #[must_use]
            pub fn session(&self) -> SessionId {
                match self {
                    $($(Self::$request(doubt) => doubt.session(),)+)+
                }
            }

            /// Calls `with` with the doubt.
            pub fn visit<V: DoubtVisitor>(&self, with: V) -> V::Output {
                match self {
                    $($(Self::$request(doubt) => with.visit(doubt),)+)+
                }
            }
        }
    };
}

/// An operation on a doubt of any type.
pub trait DoubtVisitor {
    /// The result.
    type Output;

    /// Visits a doubt.
    fn visit<C: Change>(self, doubt: &Doubt<C>) -> Self::Output;
}

any_doubt! {
    appointments: BookAppointment, CancelAppointment;
    prescribing: RequestPrescription, CancelPrescriptionRequest;
    messaging: SendMessage, SetMessageReadState, DeleteMessage;
}

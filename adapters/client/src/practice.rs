//! A practice: its version, its registrations, its patients.

use core::fmt;
use core::time::Duration;
use std::sync::{Mutex, MutexGuard, PoisonError};

use emis_core::capabilities::Capabilities;
use emis_core::crypto::ValidationKeys;
use emis_core::handshake::Application;
use emis_core::owned::practice::{AccountStatus, GetClinicalVersionInformationResponse, GetUserOptions};
use emis_core::owned::registration::{
    RegisterWithPatientDetails, RegisterWithPatientDetailsResponse, RegisterWithPinDocument,
    RegisterWithPinDocumentResponse,
};
use emis_core::profile::{OpenProfile, Profile as _, SoftwareKeys, Version};
use emis_core::types::{OdsCode, Relationship};

use crate::decision::Limits;
use crate::error::Error;
use crate::link::{Link, LinkStore, clone_relationship};
use crate::observe::Observed;
use crate::patient::Patient;
use crate::request::Request;
use crate::wire::{Carrier, Wire};

/// Settings for the calls to a practice.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Limits on retries.
    pub limits: Limits,
    /// The pause before a retry.
    pub pause: Duration,
    /// How often [`Patient::change_with_retries`] makes a change in all.
    pub changes: u8,
    /// The longest reply, in bytes. The buffer grows up to it.
    pub reply_limit: usize,
}

impl Default for Settings {
    /// Three asks, half a second between them, a change at most twice, and replies of at most 16 MiB.
    fn default() -> Self {
        let pause = Duration::from_millis(500);
        Self { limits: Limits::default(), pause, changes: 2, reply_limit: 16 << 20 }
    }
}

/// A practice whose version is known.
///
/// It can be shared between threads; their calls take turns on the transport.
pub struct Practice<T, K = SoftwareKeys> {
    pub(crate) application: Application<K>,
    pub(crate) ods_code: OdsCode,
    pub(crate) version: Version,
    pub(crate) known: Capabilities,
    pub(crate) settings: Settings,
    information: GetClinicalVersionInformationResponse,
    wire: Mutex<Wire<T>>,
}

/// The result of a registration.
#[derive(Debug)]
#[must_use]
pub struct Registered {
    /// The link, which is stored.
    pub link: Link,
    /// Whether the account is full or restricted.
    pub account_status: AccountStatus,
    /// Whether a first session has proved the link. If not, the first session that is begun with it does.
    pub proof: Result<(), Error>,
}

/// A request that registers a patient.
pub trait Registration: Request {
    /// The pair and the status of an answer.
    fn pair(answer: Self::Answer) -> (Relationship, AccountStatus);
}

impl Registration for RegisterWithPinDocument {
    fn pair(answer: RegisterWithPinDocumentResponse) -> (Relationship, AccountStatus) {
        let (id, key) = (answer.patient_relationship_id, answer.patient_relationship_key);
        (Relationship { id, key }, answer.account_status)
    }
}

impl Registration for RegisterWithPatientDetails {
    fn pair(answer: RegisterWithPatientDetailsResponse) -> (Relationship, AccountStatus) {
        let (id, key) = (answer.patient_relationship_id, answer.patient_relationship_key);
        (Relationship { id, key }, answer.account_status)
    }
}

impl<T: Carrier, K: ValidationKeys> Practice<T, K> {
    /// Connects to a practice with the default settings: asks for its version.
    ///
    /// The answer is not authenticated; the first session finds out if the version was lowered.
    ///
    /// # Errors
    /// [`Error`].
    pub fn connect(transport: T, application: Application<K>, ods_code: OdsCode) -> Result<Self, Error> {
        Self::connect_with(transport, application, ods_code, Settings::default())
    }

    /// Connects to a practice: asks for its version.
    ///
    /// # Errors
    /// [`Error`].
    pub fn connect_with(
        transport: T,
        application: Application<K>,
        ods_code: OdsCode,
        settings: Settings,
    ) -> Result<Self, Error> {
        let observed = Observed::new("GetClinicalVersionInformation", ods_code);
        let mut wire = Wire::new(transport, settings.reply_limit);
        let mut left = settings.limits.asks.max(1);
        let answer = loop {
            left -= 1;
            let answer = wire.information(&application.id, ods_code, |told| {
                Ok((Capabilities::of_practice(&told), GetClinicalVersionInformationResponse::try_from(told)?))
            });
            match answer {
                Err(Error::NotSent(_) | Error::NoReply(_)) if left > 0 => std::thread::sleep(settings.pause),
                answer => break answer,
            }
        };
        let (known, information) = observed.end(answer)?;
        let version = common_version(information.schema_version, OpenProfile::VERSIONS)?;
        Ok(Self { application, ods_code, version, known, settings, information, wire: Mutex::new(wire) })
    }

    /// The practice's answer about itself.
    pub fn information(&self) -> &GetClinicalVersionInformationResponse {
        &self.information
    }

    /// The practice's code.
    pub fn ods_code(&self) -> OdsCode {
        self.ods_code
    }

    /// The version that sessions are begun at.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Registers a patient, stores the link under the application's own label, and proves it by a first session.
    ///
    /// A registration whose reply is lost is sent again, unlike other changes: its pair is provisional until a session
    /// has been opened with it, and a second answer makes the first one void (protocol.md section 4.6).
    ///
    /// # Errors
    /// [`Error`]. After [`Error::Store`] the registration is not confirmed, so the same letter can be used again.
    pub fn register<R: Registration>(
        &self,
        request: &R,
        label: &str,
        store: &mut impl LinkStore,
    ) -> Result<Registered, Error> {
        let (registered, patient) = self.register_and_open(request, label, store)?;
        patient.end();
        Ok(registered)
    }

    /// The same for a patient who goes on to do something else: the session that proved the link stays open.
    ///
    /// # Errors
    /// [`Error`], as for [`Practice::register`].
    pub fn register_and_open<R: Registration>(
        &self,
        request: &R,
        label: &str,
        store: &mut impl LinkStore,
    ) -> Result<(Registered, Patient<'_, T, K>), Error> {
        let mut line = Patient::of_application(self);
        let answer = line.repeat(request);
        line.end();
        let (relationship, account_status) = R::pair(answer?);
        let link = Link::new(label, self.ods_code, relationship);
        store.save(&link).map_err(|error| Error::Store(std::sync::Arc::new(error)))?;
        let mut patient = self.patient(&link);
        let proof = patient.ask(&GetUserOptions {}).map(drop);
        Ok((Registered { link, account_status, proof }, patient))
    }

    /// A patient of the practice. Sessions are begun when they are needed.
    pub fn patient(&self, link: &Link) -> Patient<'_, T, K> {
        Patient::new(self, Some(clone_relationship(link.relationship())))
    }

    /// The application's own calls, such as GetPracticeSettings without a patient.
    pub fn application(&self) -> Patient<'_, T, K> {
        Patient::of_application(self)
    }

    /// A panic in another thread does not damage the transport.
    pub(crate) fn wire(&self) -> MutexGuard<'_, Wire<T>> {
        self.wire.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T, K> fmt::Debug for Practice<T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Practice")
            .field("ods_code", &self.ods_code)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// The version to begin sessions at: the practice's own, or the highest below it that this software speaks.
fn common_version(practice: Version, spoken: &[Version]) -> Result<Version, Error> {
    let common = spoken.iter().copied().filter(|version| *version <= practice).max();
    common.ok_or(Error::VersionNotSpoken { practice })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_practice_is_spoken_to_at_our_highest() {
        let spoken = [Version::V1_0, Version::V1_1, Version::V2_0];
        assert_eq!(common_version(Version::new(3, 0), &spoken).unwrap(), Version::V2_0);
        assert_eq!(common_version(Version::V1_1, &spoken).unwrap(), Version::V1_1);
        let older = common_version(Version::new(0, 9), &spoken).unwrap_err();
        assert!(matches!(older, Error::VersionNotSpoken { .. }), "{older}");
    }
}

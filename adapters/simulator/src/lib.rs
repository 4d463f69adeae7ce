//! The practice end of the patient-services protocol, for tests and demonstrations.

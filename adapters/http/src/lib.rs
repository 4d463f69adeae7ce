//! Blocking HTTPS transport for the patient-services core, by ureq.

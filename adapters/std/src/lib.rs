//! What an operating system gives the patient-services core: randomness, a clock, credential files, framed streams.

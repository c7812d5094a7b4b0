//! Bytes to raw rows to facts, or every error of the file at once.

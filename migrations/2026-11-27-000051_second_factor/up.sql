-- The second factor of local accounts: the secret that a program of its user makes codes of, the newest step whose
-- code was taken, and how many wrong codes came in a row.
CREATE TABLE second_factors (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    secret TEXT NOT NULL,
    confirmed_at TEXT,
    last_step BIGINT NOT NULL,
    wrong INTEGER NOT NULL,
    waits_until TEXT
);

-- Codes for whoever has lost the program: only their hashes, each used once.
CREATE TABLE recovery_codes (
    code_hash TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    used_at TEXT
);
CREATE INDEX recovery_codes_user ON recovery_codes (user_id);

-- Sign-ins whose password was right and whose code is still to come: no sessions.
CREATE TABLE half_sign_ins (
    secret_hash TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    way TEXT NOT NULL,
    expires_at TEXT NOT NULL
);

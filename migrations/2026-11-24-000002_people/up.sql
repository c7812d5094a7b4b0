-- Who may come in: raised in the same transaction as any change of users, sessions or tokens, so
-- that every instance drops what it remembers of them. Read together with the data version.
ALTER TABLE data_version ADD COLUMN access BIGINT;
UPDATE data_version SET access = 0;

-- A chef's upload belongs to the municipality whose chef it was; '' is nobody's but the secretariat's.
ALTER TABLE batches ADD COLUMN owner TEXT;
UPDATE batches SET owner = '';

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    -- Lower case; the name at sign-in, never changed.
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('reader', 'chef', 'working_group', 'secretariat', 'admin')),
    municipality TEXT REFERENCES areas (code),
    -- Argon2id in PHC form; none until the invitation is used, and never for an OpenID account.
    password TEXT,
    -- The provider and its name for the person, for an OpenID account.
    issuer TEXT,
    subject TEXT,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    disabled_at TEXT,
    CHECK (role != 'chef' OR municipality IS NOT NULL),
    CHECK (password IS NULL OR issuer IS NULL)
);
CREATE UNIQUE INDEX users_email ON users (email);
CREATE UNIQUE INDEX users_subject ON users (issuer, subject);

-- One-time links: first administrator, invitation, new password. Only the hash of the secret.
CREATE TABLE links (
    secret_hash TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('first', 'invitation', 'password')),
    user_id TEXT REFERENCES users (id),
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    secret_hash TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    -- What the browser called itself, shortened: for the list at /konto.
    agent TEXT NOT NULL,
    created_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    ended_at TEXT
);
CREATE UNIQUE INDEX sessions_secret ON sessions (secret_hash);
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE tokens (
    id TEXT NOT NULL PRIMARY KEY,
    secret_hash TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    seen_at TEXT,
    ended_at TEXT
);
CREATE UNIQUE INDEX tokens_secret ON tokens (secret_hash);
CREATE INDEX tokens_user ON tokens (user_id);

-- Attempts to sign in of the last minutes: by account and by address, both only as hashes.
CREATE TABLE attempts (
    id TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX attempts_subject ON attempts (subject, at);

-- A sign-in on its way through an OpenID provider.
CREATE TABLE openid_flows (
    state_hash TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    next TEXT NOT NULL,
    expires_at TEXT NOT NULL
);

-- The log. Entries are only added; each carries the hash of the one before.
CREATE TABLE log_entries (
    number BIGINT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX log_entries_at ON log_entries (at);

-- The newest entry: its row puts the writers in a queue, and tells when entries are cut off.
CREATE TABLE log_head (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    number BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO log_head (id, number, hash) VALUES (1, 0, '');

-- Which mails somebody wants; who has said nothing gets what is usual.
CREATE TABLE mail_wishes (
    user_id TEXT NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL,
    wanted TEXT NOT NULL CHECK (wanted IN ('yes', 'no')),
    PRIMARY KEY (user_id, kind)
);

-- What was answered by the link of a mail: once a mail, whichever of its secrets was used.
CREATE TABLE mail_answers (
    mail TEXT NOT NULL PRIMARY KEY REFERENCES outbox (id),
    answer TEXT NOT NULL,
    answered_at TEXT NOT NULL
);

-- Secret addresses of calendars: only their hashes.
CREATE TABLE calendars (
    id TEXT NOT NULL PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL,
    made_at TEXT NOT NULL,
    ended_at TEXT
);
CREATE INDEX calendars_user ON calendars (user_id);

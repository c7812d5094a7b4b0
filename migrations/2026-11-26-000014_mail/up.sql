-- Mails that wait, were sent, or were given up. To a user, whose address is read when the mail is
-- sent. The text of one that was sent is forgotten. A cause is queued once.
CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY,
    cause TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES users (id),
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    answers TEXT,
    queued_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    claimed_until TEXT,
    sent_at TEXT,
    given_up_at TEXT,
    reason TEXT NOT NULL
);
CREATE INDEX outbox_due ON outbox (due_at);

-- Secrets of the links in mails that answer without a sign-in: only their hashes. An attempt to
-- send makes a new one, so that no secret ever lies in the database.
CREATE TABLE mail_links (
    secret_hash TEXT NOT NULL PRIMARY KEY,
    mail TEXT NOT NULL REFERENCES outbox (id),
    made_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE INDEX mail_links_mail ON mail_links (mail);

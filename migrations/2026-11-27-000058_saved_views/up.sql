-- Pages with their filters that somebody keeps under a name; ended ones stay.
CREATE TABLE saved_views (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    made_at TEXT NOT NULL,
    ended_at TEXT
);
CREATE INDEX saved_views_user ON saved_views (user_id);

-- Comments (kommentarer) on figures. A figure is known by its address: the question, its filters and
-- what names its row (JSON lists of key and value, always in one order), and its column. The version
-- is the data version that the comment made; said is the figure as it was then.
CREATE TABLE comments (
    version BIGINT NOT NULL PRIMARY KEY,
    question TEXT NOT NULL,
    filters TEXT NOT NULL,
    names TEXT NOT NULL,
    figure TEXT NOT NULL,
    said TEXT NOT NULL,
    text TEXT NOT NULL,
    municipality TEXT REFERENCES areas (code),
    written_by TEXT NOT NULL,
    written_at TEXT NOT NULL
);
CREATE INDEX comments_question ON comments (question);

-- Whom a comment is for: the code of a municipality, or 'secretariat'.
CREATE TABLE comment_receivers (
    comment BIGINT NOT NULL REFERENCES comments (version),
    position INTEGER NOT NULL,
    receiver TEXT NOT NULL,
    PRIMARY KEY (comment, position)
);

-- What came of a comment: answered, resolved, opened again, chosen for the paper or not. Rows are only
-- ever added.
CREATE TABLE comment_steps (
    version BIGINT NOT NULL PRIMARY KEY,
    comment BIGINT NOT NULL REFERENCES comments (version),
    step TEXT NOT NULL,
    text TEXT NOT NULL,
    done_by TEXT NOT NULL,
    done_at TEXT NOT NULL
);
CREATE INDEX comment_steps_comment ON comment_steps (comment);

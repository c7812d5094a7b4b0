-- What a head of department wrote when a single case was gone through. Rows are added, never
-- changed: the newest is the one that holds.
CREATE TABLE case_reviews (
    number BIGINT NOT NULL PRIMARY KEY,
    municipality TEXT NOT NULL REFERENCES areas (code),
    pseudonym TEXT NOT NULL,
    reviewed_on TEXT NOT NULL,
    next_due TEXT,
    note TEXT NOT NULL,
    written_by TEXT NOT NULL,
    written_at TEXT NOT NULL
);
CREATE INDEX case_reviews_case ON case_reviews (municipality, pseudonym);

-- What an upload brought of a municipality's year whose lines were deleted since: no line and no
-- pseudonym is left, and the upload still adds up.
CREATE TABLE case_deletions (
    batch BIGINT NOT NULL REFERENCES batches (number),
    municipality TEXT NOT NULL REFERENCES areas (code),
    year INTEGER NOT NULL,
    lines BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (batch, municipality, year)
);

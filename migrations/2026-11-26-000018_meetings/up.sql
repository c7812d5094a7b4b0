-- What a meeting is called, whose it is, when and where: the newest row holds. The row in
-- steering_meetings says that it is there and whether it was cancelled; its kind has two values only
-- (a meeting of KKR is 'other' there), so what holds is here.
CREATE TABLE meeting_details (
    meeting TEXT NOT NULL REFERENCES steering_meetings (id),
    version BIGINT NOT NULL,
    held_on TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    place TEXT NOT NULL,
    written_by TEXT NOT NULL,
    written_at TEXT NOT NULL,
    PRIMARY KEY (meeting, version)
);

INSERT INTO meeting_details (meeting, version, held_on, title, kind, place, written_by, written_at)
SELECT id, version, held_on, title, kind, '', added_by, added_at FROM steering_meetings;

-- Steps of a meeting: sent, held, closed, and back. Rows are only ever added; a meeting without any is
-- planned.
CREATE TABLE meeting_steps (
    version BIGINT NOT NULL PRIMARY KEY,
    meeting TEXT NOT NULL REFERENCES steering_meetings (id),
    step TEXT NOT NULL,
    state TEXT NOT NULL,
    why TEXT NOT NULL,
    done_by TEXT NOT NULL,
    done_at TEXT NOT NULL
);
CREATE INDEX meeting_steps_meeting ON meeting_steps (meeting);

-- Items of agendas. The id is the data version that added it and a number in it.
CREATE TABLE meeting_items (
    id TEXT NOT NULL PRIMARY KEY,
    meeting TEXT NOT NULL REFERENCES steering_meetings (id),
    version BIGINT NOT NULL,
    late TEXT NOT NULL CHECK (late IN ('yes', 'no')),
    postponed_from TEXT,
    added_by TEXT NOT NULL,
    added_at TEXT NOT NULL
);
CREATE INDEX meeting_items_meeting ON meeting_items (meeting);

-- The place of an item on its agenda, which is its number: the newest row holds.
CREATE TABLE meeting_item_places (
    item TEXT NOT NULL REFERENCES meeting_items (id),
    version BIGINT NOT NULL,
    place BIGINT NOT NULL,
    PRIMARY KEY (item, version)
);

-- The wording of an item: the newest row holds. Filters are pairs and a table is its columns and
-- cells, both as JSON. With a reason it was taken off; 'gone' is off before the paper was sent.
CREATE TABLE meeting_item_texts (
    item TEXT NOT NULL REFERENCES meeting_items (id),
    version BIGINT NOT NULL,
    heading TEXT NOT NULL,
    body TEXT NOT NULL,
    content TEXT NOT NULL,
    question TEXT,
    filters TEXT,
    grid TEXT,
    asks TEXT NOT NULL,
    presenter TEXT NOT NULL,
    minutes BIGINT,
    confidential TEXT NOT NULL CHECK (confidential IN ('yes', 'no')),
    gone TEXT NOT NULL CHECK (gone IN ('yes', 'no')),
    withdrawn TEXT,
    written_by TEXT NOT NULL,
    written_at TEXT NOT NULL,
    PRIMARY KEY (item, version)
);

-- What was decided: the newest row holds.
CREATE TABLE meeting_decisions (
    item TEXT NOT NULL REFERENCES meeting_items (id),
    version BIGINT NOT NULL,
    code TEXT NOT NULL,
    text TEXT NOT NULL,
    follow_up TEXT NOT NULL,
    due TEXT,
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    PRIMARY KEY (item, version)
);

-- Dated notes under an item: corrections, and that what was to be done is done.
CREATE TABLE meeting_item_notes (
    item TEXT NOT NULL REFERENCES meeting_items (id),
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    noted_on TEXT NOT NULL,
    noted_by TEXT NOT NULL,
    noted_at TEXT NOT NULL,
    PRIMARY KEY (item, version)
);
